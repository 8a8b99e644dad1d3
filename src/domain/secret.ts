const hidden = '[secret]';

/** A value that cannot be shown by accident: not in a string, not in JSON, not by inspection. */
export class Secret<Value = string> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The only way to the value. `use` must not let it escape into anything that lives on. */
  use<T>(use: (value: Value) => T): T {
    return use(this.#value);
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}

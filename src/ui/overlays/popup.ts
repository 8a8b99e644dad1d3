/** A box over the screen. */
export interface Popup {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly rows: readonly string[];
  /** Where the cursor stands on the screen while this is the topmost box. */
  readonly cursor?: { readonly x: number; readonly y: number };
}

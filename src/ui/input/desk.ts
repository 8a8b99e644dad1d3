import type { Editor } from '../../shell/editor.ts';
import type { Size } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';
import type { Actions } from '../actions.ts';
import type { Scene } from '../scene.ts';
import type { AnswerField } from './answer-field.ts';
import type { Attention } from './attention.ts';
import type { CompletionList } from './completion-list.ts';

/** What the operator has in hand: the line being typed, a list to choose from, an answer half given. */
export interface Hand {
  readonly editor: Editor;
  readonly completion?: CompletionList;
  /** Set after Tab, until the hosts have answered. */
  readonly awaiting?: Awaiting;
  readonly answer?: AnswerField;
  /** Pasted lines that wait because one before them has opened something over the screen. */
  readonly pasted?: readonly string[];
}

/** Where and when Tab was pressed (on the clock of `performance`). */
export interface Awaiting {
  readonly text: string;
  readonly cursor: number;
  readonly since: number;
}

/** All that a key may look at and do. */
export interface Desk {
  readonly store: Store;
  readonly actions: Actions;
  hand(): Hand;
  setHand(hand: Hand): void;
  scene(): Scene;
  /** The size of the body, without the lines above and below. */
  area(): Size;
  complete(text: string, cursor: number): CompletionList | undefined;
  /** Earlier lines, oldest first. */
  history(): readonly string[];
  /** Whom a key is for while something is asked. */
  readonly attention: Attention;
  suspend(): void;
  redraw(): void;
}

/** C0 without the line end, DEL, C1. */
const controls = String.raw`\x00-\x09\x0b-\x1f\x7f-\x9f`;

/**
 * Code points that show nothing and change how others are read: bidi marks and overrides, line separators,
 * fillers, annotations, noncharacters (Unicode: Default_Ignorable_Code_Point and Bidi_Control, in the BMP).
 */
const invisible = String.raw`\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff`;

/** Tags and the like from U+E0000 on, which can carry a hidden text. */
const invisiblePairs = String.raw`[\udb40-\udb43][\udc00-\udfff]`;

/** Soft hyphen, joiners, variation selectors, keycaps: terminals disagree on how wide these make a text. */
const widthChangers = String.raw`\u00ad\u200b-\u200d\u20e3\ufe00-\ufe0f`;

/** Skin tones, U+1F3FB to U+1F3FF, for the same reason. */
const widthChangingPairs = String.raw`\ud83c[\udffb-\udfff]`;

/**
 * A quick check: without a match the text needs no treatment. A match may be a false alarm, since the halves of
 * surrogate pairs are looked at one by one.
 */
export const suspicious = new RegExp(
  String.raw`[${controls}${invisible}${widthChangers}\udb40-\udb43\udffb-\udfff]`,
);

/** The next control character except the line end; set `lastIndex`. */
export const nextControl = new RegExp(`[${controls}]`, 'g');

/** What is left out of a text for display because terminals disagree on its width. */
export const widthChanging = new RegExp(`[${widthChangers}]|${widthChangingPairs}`, 'g');

/** Everything invisible that is not a control character. */
export const unseen = new RegExp(
  `[${invisible}${widthChangers}]|${invisiblePairs}|${widthChangingPairs}`,
  'g',
);

/** Everything that must not reach a terminal as it is, including the line end. */
export const unsafe = new RegExp(`[${controls}\\n${invisible}]|${invisiblePairs}`, 'g');

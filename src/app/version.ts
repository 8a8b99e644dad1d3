declare const __VERSION__: string | undefined;

/** From package.json, inserted when dist/ is built. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';

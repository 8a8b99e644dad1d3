declare const __VERSION__: string | undefined;

/** From package.json, put in when dist/ is made. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';

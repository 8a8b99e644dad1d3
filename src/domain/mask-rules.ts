const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const days = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
const clock = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?`;
const units = '(?:ns|µs|us|ms|s|sec|secs|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|weeks?)';

const uuid = String.raw`[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}`;
const mac = String.raw`(?:[\da-f]{2}:){5}[\da-f]{2}`;
const hex = String.raw`(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{7,}`;
const iso = String.raw`\d{4}-\d\d-\d\d(?:[T ]${clock}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?`;
const behindDay = String.raw`(?:,? {1,2}\d{4})?(?: ${clock})?(?: (?:AM|PM))?(?: [A-Z]{3,4})?(?: \d{4})?`;
const dayMonth = String.raw`\d{1,2} (?:${months})${behindDay}`;
const monthDay = String.raw`(?:(?:${days}),? )?(?:(?:${months}) {1,2}\d{1,2}|\d{1,2} (?:${months}))${behindDay}`;
const amount = String.raw`\d+(?:\.\d+)? ?`;
const period = String.raw`${amount}(?:${units}|m)\b`;
/** `512m` alone is a size, `5m` of `5m 30s` are minutes. */
const duration = String.raw`${amount}(?:${units}\b|m\b(?=,? ?${period}))(?:,? ?${period})*`;

/** Behind these a number is that of a process. */
const pid = String.raw`(?<=\w\[)\d+(?=\])|(?<=\b[Pp][Ii][Dd][ =:]{1,2})\d+`;
const time = String.raw`${iso}|${dayMonth}|(?<![.:]\d{0,3})${clock}(?!:)`;
const id = `${uuid}|${mac}|${hex}`;
/** A number of a table: none of the others begins so. */
const plain = String.raw`\d+(?: +[\d./%]|[%/,)]|$)`;

/**
 * By what a stretch begins with, so that at most places nothing is tried; of each row the first that fits is taken.
 * No group is captured: that takes eight times as long.
 */
const rules = [
  String.raw`(?=\d)(?:${pid}|(?!${plain})(?:${uuid}|${mac}|${time}|${duration}|0x[\da-fA-F]+|${hex})(?!\w))`,
  String.raw`(?=[JFMASONDTW])${monthDay}(?!\w)`,
  String.raw`(?=[a-f])(?:${id})(?!\w)`,
].join('|');
/** What is masked for any host: to compile it takes longer than a thousand lines do. */
export const anyRule = `\\b(?:${rules})`;

const wholeDuration = new RegExp(`^${duration}$`);

/** Of what is masked only these can tell more or less: `up 37 days`. */
export const isDuration = (text: string): boolean => wholeDuration.test(text);

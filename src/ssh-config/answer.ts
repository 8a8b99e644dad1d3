/** What `ssh -G` prints: each directive in small letters with its values. */
export type Answer = ReadonlyMap<string, readonly string[]>;

export function parseAnswer(text: string): Answer {
  const answer = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ');
    if (blank <= 0) continue;
    const keyword = line.slice(0, blank).toLowerCase();
    const value = line.slice(blank + 1);
    const known = answer.get(keyword);
    if (known) known.push(value);
    else answer.set(keyword, [value]);
  }
  return answer;
}

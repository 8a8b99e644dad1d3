/** Does `work` on all items, so many at once. Rejects with the first error, when those under way have settled. */
export async function atOnce<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let error: unknown;
  let failed = false;
  const lane = async () => {
    while (!failed) {
      const at = next++;
      if (at >= items.length) return;
      try {
        await work(items[at] as T);
      } catch (thrown) {
        error ??= thrown;
        failed = true;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  if (failed) throw error;
}

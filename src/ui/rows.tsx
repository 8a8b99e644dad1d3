import { Box, Text, Transform } from 'ink';
import type { ReactNode } from 'react';
import { assertSafeRows } from './safe-rows.ts';

/**
 * Finished rows, each exactly `width` cells. The text Ink lays out is newlines only (and a
 * blank: an empty text would not be drawn), so that a frame costs no
 * measuring (ink.md 3); Ink does not sanitise what a Transform gives, so the rows must be safe already.
 */
export function Rows({
  rows,
  width,
}: {
  readonly rows: readonly string[];
  readonly width: number;
}): ReactNode {
  assertSafeRows(rows);
  return (
    <Box width={width} height={rows.length} flexShrink={0}>
      <Transform transform={(_line, index) => rows[index] ?? ''}>
        <Text>{` ${'\n'.repeat(Math.max(0, rows.length - 1))}`}</Text>
      </Transform>
    </Box>
  );
}

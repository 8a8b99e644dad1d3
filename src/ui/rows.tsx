import { Box, Text, Transform } from 'ink';
import type { ReactNode } from 'react';
import { assertSafeRows } from './safe-rows.ts';

/**
 * Finished rows, each exactly `width` cells. Ink lays out a text of newlines only (and a blank: it would not draw an
 * empty one), so that no frame needs measuring. Ink does not sanitise what a Transform returns, so the rows must be safe.
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

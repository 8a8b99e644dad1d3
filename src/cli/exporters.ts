import { exportCsv } from './export-csv.ts';
import { exportHtml } from './export-html.ts';
import { exportJson } from './export-json.ts';
import { exportTxt } from './export-txt.ts';
import type { Exporter } from './exported-run.ts';

/** By the ending of the file. */
export const exporters: Readonly<Record<string, Exporter>> = {
  json: exportJson,
  csv: exportCsv,
  html: exportHtml,
  txt: exportTxt,
};

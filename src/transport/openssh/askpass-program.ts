import { shellQuote } from '../../domain/shell-word.ts';

/** The variable with the folder of the connection that asks. */
export const folderVariable = 'TUTTI_SSH_FOLDER';
/** The socket in it that takes questions. */
export const questionsSocket = 'questions';

/** The program that ssh starts when it has a question (ssh(1), SSH_ASKPASS). */
export const askpassStart = (node: string, script: string): string =>
  `#!/bin/sh\nunset NODE_OPTIONS\nexec ${shellQuote(node)} ${shellQuote(script)} "$1"\n`;

/** Passes the question on to us, and our answer to ssh. Without an answer it fails, as ssh expects. */
export const askpassProgram = `'use strict';
const { connect } = require('node:net');
const { ${folderVariable}: folder, SSH_ASKPASS_PROMPT: hint } = process.env;
const socket = connect(folder + '/${questionsSocket}');
let answer = '';
socket.setEncoding('utf8').on('data', (text) => { answer += text; });
socket.on('error', () => process.exit(1));
socket.on('end', () => {
  if (!answer.startsWith('+')) process.exit(1);
  process.stdout.write(answer.slice(1) + '\\n');
});
socket.write(JSON.stringify({ prompt: process.argv[2], hint, asker: process.ppid }) + '\\n');
`;

import { describe, expect, it } from 'vitest';
import { parseTransferWords } from '../../src/cli/transfer-words.ts';

describe('the words behind :put and :get', () => {
  it('are sources, then a destination, with options anywhere', () => {
    expect(parseTransferWords('put', ['a', '--force', 'b c', '/tmp/', '--mode', '600'])).toEqual({
      request: {
        kind: 'put',
        sources: ['a', 'b c'],
        destination: '/tmp/',
        options: { force: true, mode: 0o600 },
      },
      options: {},
    });
  });

  it('may begin with a dash behind --', () => {
    const { request } = parseTransferWords('get', ['--', '-odd', './']);
    expect(request).toMatchObject({ sources: ['-odd'], destination: './' });
  });

  it.each([
    ['put', [], 'put needs local files and a remote path – write: :put test.py /tmp/'],
    ['put', ['only one'], "write: :put 'only one' /tmp/"],
    ['get', ['/etc/hosts'], 'write: :get /etc/hosts ./'],
    ['put', ['', '/tmp/'], 'write: :put /tmp/ /tmp/'],
    ['get', ['--mode', '600', 'a', 'b'], '--mode means nothing to :get – leave it out'],
    ['put', ['--stdin', 'a', 'b'], '--stdin means nothing to :put – leave it out'],
    ['put', ['--json', 'a', 'b'], '--json means nothing at the prompt – leave it out'],
    ['put', ['--debug', 'a', 'b'], '--debug means nothing at the prompt – write :debug'],
    ['get', ['--demo', 'a', 'b'], '--demo means nothing at the prompt – leave it out'],
  ] as const)(':%s %j says what to write', (kind, words, message) => {
    expect(() => parseTransferWords(kind, words)).toThrow(message);
  });
});

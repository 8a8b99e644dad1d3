import { describe, expect, it } from 'vitest';
import { fullScreenProgram } from '../../src/shell/full-screen.ts';

describe('a line that draws a whole screen', () => {
  it.each([
    ['vim /etc/hosts', 'vim'],
    ['sudo vim /etc/hosts', 'vim'],
    ['/usr/bin/top', 'top'],
    ['LANG=C htop', 'htop'],
    ['cd /etc && nano hosts', 'nano'],
    ['uptime; watch df', 'watch'],
    ['crontab -e', 'crontab -e'],
    ['mysql', 'mysql'],
    ['python3', 'python3'],
    ['tmux', 'tmux'],
    ['tmux attach -t main', 'tmux'],
  ])('%s is known by %s', (line, program) => {
    expect(fullScreenProgram(line)).toBe(program);
  });
});

describe('a line that does not', () => {
  it.each([
    'df -h',
    'top -b -n1',
    'top -bn1',
    'echo vim',
    'which vim',
    'less /etc/hosts',
    'man ls',
    'cat notes | vim -',
    'top -n1 | head',
    'python3 -c "print(1)"',
    'python3 script.py',
    'mysql -e "select 1"',
    'mysql < dump.sql',
    'tmux ls',
    'tmux new-session -d -s work',
    'vim -es -c q',
    'vim --version',
    'emacs --batch -l x.el',
    'crontab -l',
    'systemctl status vim',
    'git commit -m "top"',
  ])('%s goes to the hosts', (line) => {
    expect(fullScreenProgram(line)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { destructiveCommand } from '../../src/shell/destructive.ts';

describe('a line that takes a host down or destroys what it holds', () => {
  it.each([
    ['reboot', 'reboot'],
    ['sudo -n /sbin/shutdown -h now', '/sbin/shutdown -h now'],
    ['uptime; halt', 'halt'],
    ['test -f x && poweroff', 'poweroff'],
    ['init 0', 'init 0'],
    ['rm -rf /', 'rm -rf /'],
    ['rm -fr /*', 'rm -fr /*'],
    ['cd / && rm -r *', 'rm -r *'],
    ['rm --recursive /etc/', 'rm --recursive /etc/'],
    ['rm -r "/var"', 'rm -r "/var"'],
    ['mkfs.ext4 /dev/sdb1', 'mkfs.ext4 /dev/sdb1'],
    ['dd if=/dev/zero of=/dev/sda bs=1M', 'dd if=/dev/zero of=/dev/sda bs=1M'],
    ['systemctl stop nginx', 'systemctl stop nginx'],
    ['systemctl --now disable nginx', 'systemctl --now disable nginx'],
    ['service nginx stop', 'service nginx stop'],
    ['kill -9 -1', 'kill -9 -1'],
    ['chown -R nobody /usr', 'chown -R nobody /usr'],
    ['LANG=C apt-get -y purge nginx', 'apt-get -y purge nginx'],
    ['for i in 1; do reboot; done', 'reboot'],
    ['x=$(reboot)', 'reboot'],
    ['iptables -F', 'iptables -F'],
    ['ip link set eth0 down', 'ip link set eth0 down'],
  ])('%s', (line, command) => expect(destructiveCommand(line)).toBe(command));
});

describe('a line that does not', () => {
  it.each([
    'uptime',
    'rm -rf /tmp/build',
    'rm /etc/motd',
    'rm -rf ./cache',
    'echo reboot',
    'systemctl status nginx',
    'systemctl restart nginx',
    'kill -9 4711',
    'dd if=/dev/sda of=image',
    'last reboot',
    'journalctl -u shutdown',
    'apt-get install nginx',
    'service nginx status',
    '',
  ])('%s', (line) => expect(destructiveCommand(line)).toBeUndefined());
});

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
    ['sudo -u root reboot', 'reboot'],
    ['sudo --user=root -n -- rm -rf /', 'rm -rf /'],
    ['timeout -k 1 5 nice -n 10 reboot', 'reboot'],
    ['bash -c "reboot"', '"reboot"'],
    ["sudo sh -ec 'systemctl stop nginx'", "'systemctl stop nginx'"],
    ['su - root -c reboot', 'reboot'],
    ['env -i A=1 reboot', 'reboot'],
    ['echo x | xargs -n 1 reboot', 'reboot'],
    ['rm -rf ./*', 'rm -rf ./*'],
    ['rm -rf "$DIR"/*', 'rm -rf "$DIR"/*'],
    ['rm -rf $HOME', 'rm -rf $HOME'],
    ['rm -r /var/lib/', 'rm -r /var/lib/'],
    ['find / -name x -delete', 'find / -name x -delete'],
    ['cat image >/dev/sda', 'cat image >/dev/sda'],
    ['echo b > /proc/sysrq-trigger', 'echo b > /proc/sysrq-trigger'],
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
    'sudo -u shutdown id',
    'bash reboot.sh',
    'constructor -x',
    'sudo',
    'timeout 5',
    'date >/dev/null 2>&1',
    'echo x >/dev/shm/y',
    'find . -delete.me',
    'rm -rf $DIR',
    'rm -rf build/*',
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

describe('a command that the inventory adds', () => {
  const more = [
    'kubectl delete',
    'pg_dropcluster',
    'docker system prune',
    './wipe*',
    'zpool destroy',
  ];

  it.each([
    ['sudo kubectl -n prod delete pod x', 'kubectl -n prod delete pod x'],
    ['/usr/bin/pg_dropcluster 15 main', '/usr/bin/pg_dropcluster 15 main'],
    ['uptime; docker system prune -af', 'docker system prune -af'],
    ['/opt/wipe-all now', '/opt/wipe-all now'],
    ['reboot', 'reboot'],
  ])('is found: %s', (line, command) => expect(destructiveCommand(line, more)).toBe(command));

  it.each([
    'kubectl get pods',
    'docker prune system',
    'echo kubectl delete',
    'zpool',
    'pg_dropclusters',
  ])('is not meant: %s', (line) => expect(destructiveCommand(line, more)).toBeUndefined());
});

/** Texts that someone may put where a name belongs (FAULTS M01). None is a valid name, id, digest, duration or boolean. */
export const hostile: readonly string[] = [
  '$(id)', '`id`', "';id;'", '";id;"', '| id', '&& id', '; id', '> x', '< x', '$HOME', '${HOME}', '%PATH%', '!!', '*', '?', '[a]',
  '--flag', '-x', '--help', '-', '--', '@file', '\r\nx', 'a\nb', 'a\rb', '\0', 'a\0b', '\u001b[2J', '\u001b]0;x\u0007', '\b\b', '\u007f', '\u0085', '\u2028', '\u2029',
  '%0A', '%0D%0A', '::add-path::/x', '::set-output name=x::y', '##[set-env name=x]y', '##vso[task.x]',
  '\u202eabc', '\u2066x', 'a\u200fb', '\u{1f600}', '\ud800', '\ufeffx', 'x'.repeat(65_537), '../x', '../../etc/passwd', '/etc/passwd', '..\\x', 'C:\\x', '~/.ssh', 'file:///etc/passwd',
  '${{ secrets.X }}', '{{ x }}', '<%= x %>', '<script>', "' OR 1=1", '{"a":1}', '["a"]', 'a: b', '- a', '&a *a', '!!js/function x', '# x', '__proto__', 'constructor', 'yes', ' true ', 'NaN', '1e999', '𝟏',
]

// Appends many lines from a process of its own. Arguments: module of the port, root, path, name of the writer, number of lines, bytes of a line.
const [, , module, root, path, writer, lines, size] = process.argv
const { filesIn } = await import(module)
const files = filesIn(root)
for (let n = 0; n < Number(lines); n++) {
  await files.append(path, `${JSON.stringify({ writer, n, filler: 'x'.repeat(Number(size)) })}\n`)
}

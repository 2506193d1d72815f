import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

test('it answers, says that it is healthy, and ends when it is told to', async () => {
  const service = spawn(process.execPath, ['server.mjs'], { cwd: import.meta.dirname, env: { ...process.env, PORT: '0' } })
  const [line] = await once(service.stdout, 'data')
  const address = `http://${/listens on (\S+)/.exec(String(line))[1]}`
  assert.equal((await (await fetch(address)).json()).message, 'hello')
  assert.equal((await (await fetch(`${address}/healthz`)).json()).checks.database.ok, true)
  service.kill('SIGTERM')
  assert.deepEqual(await once(service, 'exit'), [0, null])
})

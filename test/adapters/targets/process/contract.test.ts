import { targetContract } from '../../../contract/target-contract.ts'
import { processBench } from './bench.ts'

targetContract('process', async () => {
  const bench = processBench()
  return {
    target: () => bench.target(),
    good: (version) => bench.store.release(version),
    bad: (version) => ({ digest: bench.store.release(version, { 'release.json': JSON.stringify({ version, failToStart: true }) }), says: 'DATABASE_URL is missing' }),
    close: () => bench.close(),
  }
})

// One line a target.
export { DEFAULT_LATENCY_BOUNDS_MS, processTarget, targetDirectory, type ProcessTargetOptions } from './process/process-target.ts'
export { stopSupervisor } from './process/stop-supervisor.ts'

export const id = 142;
export const ids = [142];
export const modules = {

/***/ 5749:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N5: () => (/* binding */ MAX_ENTRY_LENGTH),
  LP: () => (/* binding */ decodeEntry),
  vv: () => (/* binding */ encodeEntry)
});

// EXTERNAL MODULE: ./build/src/domain/problem.js
var problem = __webpack_require__(3965);
// EXTERNAL MODULE: ./build/src/domain/ledger/entry.js
var entry = __webpack_require__(1650);
// EXTERNAL MODULE: ./build/src/domain/ledger/ref.js
var ref = __webpack_require__(4919);
// EXTERNAL MODULE: ./build/src/domain/artifact/digest.js
var artifact_digest = __webpack_require__(5609);
// EXTERNAL MODULE: ./build/src/domain/ledger/lease.js
var lease = __webpack_require__(6536);
;// CONCATENATED MODULE: ./build/src/domain/ledger/sentence.js



/** What happened in one sentence for people: the first line of the commit, and the line of a timeline. */
function sentenceOf(event) {
    switch (event.kind) {
        case 'lease-taken':
            return event.from === undefined ? `lock taken by ${(0,lease/* nameRun */.Lu)(event.owner)}` : `lock taken over by ${(0,lease/* nameRun */.Lu)(event.owner)} from ${(0,lease/* nameRun */.Lu)(event.from)}`;
        case 'lease-renewed':
            return 'lock renewed';
        case 'lease-released':
            return 'lock released';
        case 'lease-broken':
            return `lock broken by ${event.actor}: ${event.reason}`;
        case 'rollout-began': {
            const { command, version, digest } = event.deployment;
            return `${command === 'rollback' ? 'rollback' : 'rollout'} began ${version} (${(0,artifact_digest/* shortDigest */.V)(digest)})`;
        }
        case 'effect-began':
            return `next: ${event.effect}`;
        case 'progressed':
            return `${event.rollout.phase} at ${event.rollout.weight} % ${event.rollout.spec.candidate.version}`;
        case 'rollout-ended': {
            const { candidate } = event.rollout.spec;
            const why = event.rollout.cause === undefined || event.outcome === 'verified' ? '' : `: ${event.rollout.cause.message}`;
            return `rollout ${event.outcome} ${candidate.version} (${(0,artifact_digest/* shortDigest */.V)(candidate.digest)})${why}`;
        }
        case 'abort-requested':
            return `abort requested by ${event.actor}: ${event.reason}`;
        case 'overridden':
            return `${event.override.what} bypassed by ${event.override.actor}: ${event.override.reason}`;
        case 'quarantined':
            return `quarantined ${(0,artifact_digest/* shortDigest */.V)(event.quarantine.digest)}: ${event.quarantine.reason}`;
        case 'quarantine-lifted':
            return `quarantine of ${(0,artifact_digest/* shortDigest */.V)(event.digest)} lifted by ${event.actor}: ${event.reason}`;
        case 'packaged':
            return `packaged ${event.packaged.version} (${(0,artifact_digest/* shortDigest */.V)(event.packaged.digest)})`;
        case 'finalized':
            return `finalized ${event.deployment}${event.tag === undefined ? '' : ` as ${event.tag}`}`;
        default:
            return (0,problem/* assertNever */.xb)(event);
    }
}

// EXTERNAL MODULE: ./build/src/domain/ledger/shape.js
var shape = __webpack_require__(8231);
;// CONCATENATED MODULE: ./build/src/domain/ledger/shapes.js
// The shape of every type that is inside an entry.


const digest = (0,shape/* textLike */.r1)((value) => (0,artifact_digest/* parseDigest */.m)(value).ok, 'a digest');
const outcome = (0,shape/* oneOf */.yL)({ verified: true, 'rolled-back': true, failed: true });
const release = (0,shape/* object */.Ik)({ digest, version: shape/* text */.Qq });
const cause = (0,shape/* object */.Ik)({ code: shape/* text */.Qq, message: shape/* text */.Qq, at: shape/* moment */.n$ });
const snapshot = (0,shape/* object */.Ik)({
    id: shape/* text */.Qq,
    at: shape/* moment */.n$,
    stable: (0,shape/* optional */.lq)((0,shape/* object */.Ik)({ digest, version: shape/* text */.Qq, instances: (0,shape/* whole */.WQ)(0) })),
});
const step = (0,shape/* object */.Ik)({
    weight: shape/* number */.ai,
    bakeSeconds: shape/* number */.ai,
    instances: (0,shape/* object */.Ik)({ candidate: (0,shape/* whole */.WQ)(0), stable: (0,shape/* whole */.WQ)(0) }),
});
const judge = (0,shape/* object */.Ik)({
    alpha: shape/* number */.ai,
    tolerance: shape/* number */.ai,
    errorShare: shape/* number */.ai,
    latencyBoundsMs: (0,shape/* list */.p_)(shape/* number */.ai),
    maxErrorRate: (0,shape/* optional */.lq)(shape/* number */.ai),
    objectiveAlone: (0,shape/* optional */.lq)(shape/* flag */.Jt),
    plannedPolls: shape/* number */.ai,
    dispersion: shape/* number */.ai,
    minRequests: shape/* number */.ai,
});
const spec = (0,shape/* object */.Ik)({
    strategy: (0,shape/* oneOf */.yL)({ rolling: true, 'blue-green': true, canary: true }),
    candidate: release,
    snapshot,
    instances: (0,shape/* whole */.WQ)(0),
    steps: (0,shape/* list */.p_)(step, 1),
    hasSmoke: shape/* flag */.Jt,
    pollSeconds: shape/* number */.ai,
    judge,
    hold: (0,shape/* object */.Ik)({ limitSeconds: shape/* number */.ai, then: (0,shape/* oneOf */.yL)({ 'roll-back': true, advance: true }) }),
    traffic: (0,shape/* oneOf */.yL)({ required: true, optional: true }),
    verifySeconds: shape/* number */.ai,
});
const counters = (0,shape/* object */.Ik)({ requests: shape/* number */.ai, errors: shape/* number */.ai, over: (0,shape/* list */.p_)(shape/* number */.ai), latencySumMs: shape/* number */.ai });
const reading = (0,shape/* object */.Ik)({
    at: shape/* moment */.n$,
    epoch: shape/* text */.Qq,
    boundsMs: (0,shape/* list */.p_)(shape/* number */.ai),
    releases: (0,shape/* list */.p_)((0,shape/* object */.Ik)({ digest, counters, rssBytes: (0,shape/* optional */.lq)(shape/* number */.ai), cpuSeconds: (0,shape/* optional */.lq)(shape/* number */.ai) })),
});
const phase = (0,shape/* oneOf */.yL)({
    preparing: true, smoking: true, shifting: true, watching: true, 'reading-back': true, verifying: true,
    proving: true, retiring: true, restoring: true, confirming: true, ended: true,
});
const rollout = (0,shape/* object */.Ik)({
    spec,
    phase,
    step: (0,shape/* whole */.WQ)(0),
    weight: shape/* number */.ai,
    startedAt: shape/* moment */.n$,
    stepStartedAt: shape/* moment */.n$,
    // The judge checks its own accumulators and starts anew from what it does not understand.
    judge: (0,shape/* optional */.lq)(shape/* anything */.D8),
    reading: (0,shape/* optional */.lq)(reading),
    baseline: (0,shape/* optional */.lq)((0,shape/* list */.p_)((0,shape/* object */.Ik)({ n: shape/* number */.ai, bad: shape/* number */.ai }))),
    stepRequests: shape/* number */.ai,
    probeFailures: (0,shape/* whole */.WQ)(0),
    measureErrors: (0,shape/* whole */.WQ)(0),
    touched: shape/* flag */.Jt,
    cause: (0,shape/* optional */.lq)(cause),
    outcome: (0,shape/* optional */.lq)(outcome),
    restores: (0,shape/* whole */.WQ)(0),
});
const run = (0,shape/* object */.Ik)({
    id: shape/* text */.Qq,
    attempt: (0,shape/* whole */.WQ)(0),
    url: (0,shape/* optional */.lq)(shape/* text */.Qq),
    host: (0,shape/* optional */.lq)(shape/* text */.Qq),
    pid: (0,shape/* optional */.lq)((0,shape/* whole */.WQ)(0)),
    startedAt: (0,shape/* optional */.lq)(shape/* moment */.n$),
    realm: (0,shape/* optional */.lq)(shape/* text */.Qq),
    birth: (0,shape/* optional */.lq)(shape/* text */.Qq),
});
const shapes_lease = (0,shape/* object */.Ik)({ owner: run, fence: (0,shape/* whole */.WQ)(1), expiresAt: shape/* moment */.n$, since: (0,shape/* optional */.lq)(shape/* moment */.n$) });
const deployment = (0,shape/* object */.Ik)({
    id: shape/* text */.Qq,
    digest,
    version: shape/* text */.Qq,
    commit: shape/* text */.Qq,
    committedAt: shape/* moment */.n$,
    task: (0,shape/* optional */.lq)(shape/* text */.Qq),
    actor: shape/* text */.Qq,
    command: (0,shape/* oneOf */.yL)({ deploy: true, rollback: true }),
    reason: (0,shape/* optional */.lq)(shape/* text */.Qq),
    startedAt: shape/* moment */.n$,
    endedAt: (0,shape/* optional */.lq)(shape/* moment */.n$),
    outcome: (0,shape/* oneOf */.yL)({ running: true, verified: true, 'rolled-back': true, failed: true }),
    cause: (0,shape/* optional */.lq)(cause),
    touched: (0,shape/* optional */.lq)(shape/* flag */.Jt),
});
const quarantine = (0,shape/* object */.Ik)({ digest, reason: shape/* text */.Qq, at: shape/* moment */.n$ });
const packaged = (0,shape/* object */.Ik)({
    digest,
    version: shape/* text */.Qq,
    commit: shape/* text */.Qq,
    committedAt: shape/* moment */.n$,
    task: (0,shape/* optional */.lq)(shape/* text */.Qq),
    size: shape/* number */.ai,
    at: shape/* moment */.n$,
});
const override = (0,shape/* object */.Ik)({
    what: (0,shape/* oneOf */.yL)({
        'skip-state-check': true, 'skip-validation': true, 'skip-tests': true, 'confirm-unvalidated': true, quarantine: true, freeze: true, verification: true,
    }),
    actor: shape/* text */.Qq,
    reason: shape/* text */.Qq,
    at: shape/* moment */.n$,
});
const finalized = { deployment: shape/* text */.Qq, tag: (0,shape/* optional */.lq)(shape/* text */.Qq), label: (0,shape/* optional */.lq)(shape/* text */.Qq) };
const shapes_event = (0,shape/* variants */.HI)({
    'lease-taken': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, owner: run, expiresAt: shape/* moment */.n$, from: (0,shape/* optional */.lq)(run) }),
    'lease-renewed': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq }),
    'lease-released': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq }),
    'lease-broken': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, actor: shape/* text */.Qq, reason: shape/* text */.Qq }),
    'rollout-began': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, deployment, rollout }),
    'effect-began': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, effect: shape/* text */.Qq, rollout }),
    progressed: (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, rollout }),
    'rollout-ended': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, outcome, rollout, at: shape/* moment */.n$ }),
    'abort-requested': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, actor: shape/* text */.Qq, reason: shape/* text */.Qq }),
    overridden: (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, override }),
    quarantined: (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, quarantine }),
    'quarantine-lifted': (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, digest, actor: shape/* text */.Qq, reason: shape/* text */.Qq }),
    packaged: (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, packaged }),
    finalized: (0,shape/* object */.Ik)({ kind: shape/* text */.Qq, ...finalized }),
});
const state = (0,shape/* object */.Ik)({
    lease: (0,shape/* optional */.lq)(shapes_lease),
    live: (0,shape/* optional */.lq)(deployment),
    current: (0,shape/* optional */.lq)((0,shape/* object */.Ik)({ deployment, rollout, effect: (0,shape/* optional */.lq)(shape/* text */.Qq) })),
    deployments: (0,shape/* list */.p_)(deployment),
    quarantine: (0,shape/* list */.p_)(quarantine),
    abort: (0,shape/* optional */.lq)((0,shape/* object */.Ik)({ actor: shape/* text */.Qq, reason: shape/* text */.Qq })),
    overrides: (0,shape/* list */.p_)(override),
    packaged: (0,shape/* optional */.lq)((0,shape/* list */.p_)(packaged)),
    finalized: (0,shape/* optional */.lq)((0,shape/* object */.Ik)(finalized)),
});
/** A fence is the height of an entry that is in the chain. */
const fenceWithinHeight = (value, path) => {
    const fence = (0,shape/* isRecord */.u4)(value) && (0,shape/* isRecord */.u4)(value['state']) && (0,shape/* isRecord */.u4)(value['state']['lease']) ? Number(value['state']['lease']['fence']) : 0;
    return (0,shape/* isRecord */.u4)(value) && fence > Number(value['height']) ? `${path}.state.lease.fence is above the entry's height` : undefined;
};
/** A whole entry. */
const entryShape = (0,shape/* both */.WP)((0,shape/* object */.Ik)({
    schema: shape/* anything */.D8,
    key: (0,shape/* object */.Ik)({ service: shape/* text */.Qq, environment: shape/* text */.Qq }),
    height: (0,shape/* whole */.WQ)(1),
    at: shape/* moment */.n$,
    actor: shape/* text */.Qq,
    run,
    renewUntil: (0,shape/* optional */.lq)(shape/* moment */.n$),
    event: shapes_event,
    state,
}), fenceWithinHeight);

;// CONCATENATED MODULE: ./build/src/domain/ledger/codec.js
// An entry as the message of a commit: a line for people, an empty line, JSON.






/** Characters that an entry may have; one of a rollout has about ten thousand. More is refused unread (FAULTS C06). */
const MAX_ENTRY_LENGTH = 1024 * 1024;
/** The message of the entry's commit, for example `shop/production: rollout began 1.4.2 (a1b2c3d4e5f6)` and the JSON. */
function encodeEntry(entry) {
    return `${(0,ref/* nameLedger */.Vf)(entry.key)}: ${(0,ref/* printable */.g$)(sentenceOf(entry.event))}\n\n${JSON.stringify(entry)}\n`;
}
/**
 * Reads an entry back, checking everything that a later decision relies on. Problem codes: `ledger_newer_schema` when a newer
 * version wrote it, `ledger_unreadable` for anything else. Only the JSON counts; the line for people is not parsed.
 */
function decodeEntry(text) {
    if (text.length > MAX_ENTRY_LENGTH)
        return unreadable(`the entry has ${text.length} characters, at most ${MAX_ENTRY_LENGTH} are read`, text);
    const gap = text.indexOf('\n\n');
    if (gap < 0)
        return unreadable('the commit has no JSON below its first line', text);
    const value = parseJson(text.slice(gap + 2));
    if (!(0,shape/* isRecord */.u4)(value))
        return unreadable('what stands below the first line is not a JSON object', text);
    const schema = value['schema'];
    if (typeof schema === 'number' && schema > entry/* LEDGER_SCHEMA */.s) {
        return (0,problem/* mistaken */.R3)({
            code: 'ledger_newer_schema',
            what: `the ledger was written with schema ${schema}, this version knows ${entry/* LEDGER_SCHEMA */.s}`,
            value: String(schema),
            remedy: 'Use the newest version of this tool for everything that writes to this ledger.',
        });
    }
    if (schema !== entry/* LEDGER_SCHEMA */.s)
        return unreadable('schema is missing or not a version', text);
    const mistake = entryShape(value, 'entry');
    return mistake === undefined ? (0,problem/* parsed */.Yz)(value) : unreadable(mistake, text);
}
/** Drops `__proto__` keys, so that no later copy of the value can meet one. Nesting too deep to walk counts as unreadable. */
function parseJson(text) {
    try {
        return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
    }
    catch {
        return undefined;
    }
}
function unreadable(what, text) {
    return (0,problem/* mistaken */.R3)({
        code: 'ledger_unreadable',
        what,
        value: (0,ref/* printable */.g$)(text.slice(0, 80)),
        remedy: 'Someone else wrote to this ref. Look at it with `git log`, and move it back to the last entry that this tool wrote.',
    });
}


/***/ }),

/***/ 1650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ BUILD_ENVIRONMENT),
/* harmony export */   s: () => (/* binding */ LEDGER_SCHEMA)
/* harmony export */ });
/** Environment name under which a service's packaged artifacts are recorded; not allowed for a real environment. */
const BUILD_ENVIRONMENT = 'build';
const LEDGER_SCHEMA = 1;


/***/ }),

/***/ 6536:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lu: () => (/* binding */ nameRun),
/* harmony export */   Mf: () => (/* binding */ isSameRun),
/* harmony export */   UL: () => (/* binding */ needsProbe),
/* harmony export */   dY: () => (/* binding */ holdsLease),
/* harmony export */   rf: () => (/* binding */ decideLease),
/* harmony export */   wy: () => (/* binding */ mayAppend)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3965);
// Who may change an environment. The lease is the lock: it is taken, renewed, released and taken over by entries, so the
// same compare-and-swap that orders the entries decides every race for it.

/** Whether two references name the same attempt of the same run. */
function isSameRun(a, b) {
    return a.id === b.id && a.attempt === b.attempt;
}
/** Whether the run holds the lease that was taken by the entry with this height. */
function holdsLease(state, run, fence) {
    return state.lease !== undefined && state.lease.fence === fence && isSameRun(state.lease.owner, run);
}
/** Whether the answer depends on what the owner is doing: only then is it worth asking. */
function needsProbe(state, me, now) {
    const { lease } = state;
    return lease !== undefined && now >= lease.expiresAt && lease.owner.id !== me.id;
}
/**
 * Decides whether this run may hold the lease now (epoch ms). It is taken over only when it has expired and its owner is
 * known to have finished; `unknown` is never taken for finished (FAULTS C08, C09). A later attempt of the owner's run is
 * itself the proof that the former attempt is over, but it waits for the expiry too: a runner that lost its connection may
 * go on for that long. An earlier attempt never takes the lease from a later one.
 */
function decideLease(state, me, now, ownerState) {
    const { lease } = state;
    if (lease === undefined)
        return { kind: 'take' };
    const { owner } = lease;
    if (isSameRun(owner, me))
        return { kind: 'renew', from: owner };
    if (owner.id === me.id && owner.attempt > me.attempt) {
        return wait(lease, 'is a later attempt of this run', 'Let the later attempt finish; this one has been replaced.');
    }
    if (now < lease.expiresAt)
        return wait(lease, 'is still valid', 'Wait for that run, stop it, or ask it to stop by a rollback.');
    const known = owner.id === me.id ? 'finished' : ownerState;
    switch (known) {
        case 'finished':
            return { kind: 'takeover', from: owner };
        case 'running':
            return wait(lease, 'has expired, but that run still lives', 'Stop that run; its lock is taken over as soon as it has ended.');
        case 'unknown':
        case undefined:
            return wait(lease, 'has expired, but nothing here can tell whether that run still lives', 'Make sure that it has ended, then run `flowspec-operate reconcile` with a --reason: that breaks the lock (docs/reference/ledger.md).');
        default:
            return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .assertNever */ .xb)(known);
    }
}
function wait(lease, why, remedy) {
    const since = lease.since === undefined ? '' : ` since ${new Date(lease.since).toISOString()}`;
    const sentence = `Held by ${nameRun(lease.owner)}${since} until ${new Date(lease.expiresAt).toISOString()}: the lock ${why}.`;
    return { kind: 'wait', sentence, remedy };
}
/** A run as people know it: its id and attempt, and where it can be found. */
function nameRun(run) {
    const process = run.pid === undefined ? '' : ` process ${run.pid}`;
    const host = run.host === undefined ? '' : ` on ${run.host}`;
    const url = run.url === undefined ? '' : ` ${run.url}`;
    const place = `${process}${host}${url}`.trim();
    return `run ${run.id} attempt ${run.attempt}${place === '' ? '' : ` (${place})`}`;
}
/**
 * Whether the event may be appended to this state; undefined when it may. Only the owner of the lease with its present fence
 * writes about rollouts, quarantine and finalization. Anyone may ask for an abort, record what was packaged or an override (the
 * gate is passed before a lock is taken; the next owner's clean slate keeps it in the history), and break a lease that has expired.
 */
function mayAppend(state, event, writer) {
    const { lease } = state;
    switch (event.kind) {
        case 'abort-requested':
        case 'overridden':
        case 'packaged':
            return undefined;
        case 'lease-broken':
            if (lease === undefined || writer.at >= lease.expiresAt)
                return undefined;
            return { code: 'lock_conflict', sentence: `A lock is broken only after it has expired: ${nameRun(lease.owner)} has it until ${new Date(lease.expiresAt).toISOString()}.` };
        case 'lease-taken':
            if (lease === undefined || isSameRun(lease.owner, writer.run) || writer.at >= lease.expiresAt)
                return undefined;
            return { code: 'lock_conflict', sentence: `${nameRun(lease.owner)} holds the lock until ${new Date(lease.expiresAt).toISOString()}.` };
        case 'rollout-began':
            if (state.current !== undefined && owns(lease, writer)) {
                return { code: 'lock_conflict', sentence: `Deployment ${state.current.deployment.id} has not ended; finish or roll it back first.` };
            }
            return refuseStranger(lease, writer);
        case 'lease-renewed':
        case 'lease-released':
        case 'effect-began':
        case 'progressed':
        case 'rollout-ended':
        case 'quarantined':
        case 'quarantine-lifted':
        case 'finalized':
            return refuseStranger(lease, writer);
        default:
            return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .assertNever */ .xb)(event);
    }
}
function owns(lease, writer) {
    return lease !== undefined && lease.fence === writer.fence && isSameRun(lease.owner, writer.run);
}
function refuseStranger(lease, writer) {
    if (owns(lease, writer))
        return undefined;
    const holder = lease === undefined ? 'nobody holds it' : `${nameRun(lease.owner)} holds it with fence ${lease.fence}`;
    return { code: 'lock_lost', sentence: `${nameRun(writer.run)} does not hold the lock: ${holder}.` };
}


/***/ }),

/***/ 4919:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H8: () => (/* binding */ refOf),
/* harmony export */   LM: () => (/* binding */ parseNamespace),
/* harmony export */   Vf: () => (/* binding */ nameLedger),
/* harmony export */   g$: () => (/* binding */ printable),
/* harmony export */   wu: () => (/* binding */ isSameLedger)
/* harmony export */ });
/* unused harmony export DEFAULT_NAMESPACE */
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3965);
/* harmony import */ var _sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8191);


const DEFAULT_NAMESPACE = 'refs/flowspec';
const PLAIN = /^[a-z0-9][a-z0-9-]{0,62}$/;
const NAMESPACE = /^refs(\/(?!.*\.lock(\/|$))[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*){1,8}$/;
/** Where ledgers may live: a folder below `refs/` in plain characters, so that no setting can become an option or an odd ref. */
function parseNamespace(text) {
    if (text.length <= 200 && NAMESPACE.test(text))
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .parsed */ .Yz)(text);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .mistaken */ .R3)({
        code: 'ledger.namespace',
        what: 'not a ref namespace',
        value: text.slice(0, 80),
        remedy: 'Give a folder below `refs/` of letters, digits, `-`, `_` and `.`, such as `refs/flowspec` or `refs/heads/flowspec`.',
    });
}
/**
 * The git ref of a ledger. Names that differ only in case or in Unicode composition share one (FAULTS C04); every other
 * pair of names has two. A plain name stands as it is; any other becomes a readable slug, a dot (which plain names never
 * have) and 40 hex digits of the SHA-256 of the name, so that hostile names are harmless (FAULTS C05). The name of the ref
 * is never parsed back: the entry says its own key.
 */
function refOf(key, namespace) {
    return `${namespace}/${componentOf(key.service)}/${componentOf(key.environment)}`;
}
/** Whether two keys name the same ledger. */
function isSameLedger(a, b) {
    return refOf(a, '') === refOf(b, '');
}
/** As people write it: `shop/production`, whatever the names hold. */
function nameLedger(key) {
    return `${printable(key.service)}/${printable(key.environment)}`;
}
/** One line of visible text: control, format, private and unassigned characters and line breaks become spaces. */
function printable(text) {
    return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, 100);
}
function componentOf(name) {
    const folded = name.normalize('NFC').toLowerCase().normalize('NFC');
    if (PLAIN.test(folded))
        return folded;
    const slug = folded.replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-+|-+$/g, '');
    return `${slug === '' ? 'x' : slug}.${(0,_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256Hex */ .f)(utf16(folded)).slice(0, 40)}`;
}
/** UTF-16, big-endian: unlike UTF-8 it keeps lone surrogates apart. */
function utf16(text) {
    const view = new DataView(new ArrayBuffer(text.length * 2));
    for (let i = 0; i < text.length; i += 1)
        view.setUint16(i * 2, text.charCodeAt(i));
    return new Uint8Array(view.buffer);
}


/***/ }),

/***/ 8191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ sha256Hex)
/* harmony export */ });
// The domain has no crypto module, and two names must never share a lock by accident: SHA-256 (FIPS 180-4) for short inputs.
// Words live in DataViews, which are big-endian as the standard is and have no undefined elements.
/** The first `count` primes. */
function primes(count) {
    const found = [];
    for (let n = 2; found.length < count; n += 1) {
        if (found.every((prime) => n % prime !== 0))
            found.push(n);
    }
    return found;
}
/** The first 32 bits of the fractional parts; a double holds them exactly for roots this small. */
function fractions(roots) {
    const view = new DataView(new ArrayBuffer(roots.length * 4));
    roots.forEach((root, i) => { view.setUint32(i * 4, Math.floor((root - Math.floor(root)) * 2 ** 32)); });
    return view;
}
const ROUND_CONSTANTS = fractions(primes(64).map(Math.cbrt));
const INITIAL_HASH = fractions(primes(8).map(Math.sqrt));
function rotate(x, by) {
    return (x >>> by) | (x << (32 - by));
}
/** The message, a one bit, zeros, and the length in bits: whole blocks of 64 bytes. */
function pad(bytes) {
    const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
    return view;
}
/** The 64 words of a block's message schedule. */
function schedule(message, block) {
    const words = new DataView(new ArrayBuffer(256));
    const word = (i) => words.getUint32(i * 4);
    for (let i = 0; i < 16; i += 1)
        words.setUint32(i * 4, message.getUint32(block + i * 4));
    for (let i = 16; i < 64; i += 1) {
        const s0 = rotate(word(i - 15), 7) ^ rotate(word(i - 15), 18) ^ (word(i - 15) >>> 3);
        const s1 = rotate(word(i - 2), 17) ^ rotate(word(i - 2), 19) ^ (word(i - 2) >>> 10);
        words.setUint32(i * 4, word(i - 16) + s0 + word(i - 7) + s1);
    }
    return words;
}
function read(hash) {
    const at = (i) => hash.getUint32(i * 4);
    return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
}
function compress(hash, words) {
    let [a, b, c, d, e, f, g, h] = read(hash);
    for (let i = 0; i < 64; i += 1) {
        const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS.getUint32(i * 4) + words.getUint32(i * 4)) | 0;
        const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    ;
    [a, b, c, d, e, f, g, h].forEach((register, i) => { hash.setUint32(i * 4, hash.getUint32(i * 4) + register); });
}
/** The SHA-256 of the bytes, in lower-case hex. */
function sha256Hex(bytes) {
    const message = pad(bytes);
    const hash = new DataView(INITIAL_HASH.buffer.slice(0));
    for (let block = 0; block < message.byteLength; block += 64)
        compress(hash, schedule(message, block));
    return read(hash).map((register) => register.toString(16).padStart(8, '0')).join('');
}


/***/ }),

/***/ 8231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D8: () => (/* binding */ anything),
/* harmony export */   HI: () => (/* binding */ variants),
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   WP: () => (/* binding */ both),
/* harmony export */   WQ: () => (/* binding */ whole),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   n$: () => (/* binding */ moment),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   r1: () => (/* binding */ textLike),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
// Checks what came out of JSON against the types of the domain. A shape names the first thing that does not fit, with its
// path; it never changes a value, so that a field which a later version adds survives being read and written by this one.
/** Latest moment that a Date can express, epoch milliseconds (ECMAScript, time values). */
const LAST_MOMENT = 8.64e15;
/** Marks a key that may be absent. */
function optional(shape) {
    return { optional: shape };
}
const text = (value, path) => (typeof value === 'string' ? undefined : `${path} is not a text`);
const flag = (value, path) => (typeof value === 'boolean' ? undefined : `${path} is neither true nor false`);
const anything = () => undefined;
/** A finite number: JSON's `1e999` is not one. */
const number = (value, path) => (Number.isFinite(value) ? undefined : `${path} is not a number`);
/** A whole number from `least` up. */
function whole(least) {
    return (value, path) => (Number.isSafeInteger(value) && Number(value) >= least ? undefined : `${path} is not a whole number from ${least}`);
}
/** Epoch milliseconds that a Date can hold, so that printing them never throws. */
const moment = (value, path) => typeof value === 'number' && Math.abs(value) <= LAST_MOMENT ? undefined : `${path} is not a time in epoch milliseconds`;
/** A text that the test accepts. */
function textLike(test, what) {
    return (value, path) => (typeof value === 'string' && test(value) ? undefined : `${path} is not ${what}`);
}
/** One of the words of a union of literals; a word that is forgotten does not compile. */
function oneOf(words) {
    return textLike((word) => Object.hasOwn(words, word), `one of ${Object.keys(words).join(', ')}`);
}
/** A list of at least `least` elements, all of the shape. */
function list(shape, least = 0) {
    return (value, path) => {
        if (!Array.isArray(value))
            return `${path} is not a list`;
        if (value.length < least)
            return `${path} has fewer than ${least} elements`;
        return first(value.map((element, index) => () => shape(element, `${path}[${index}]`)));
    };
}
/** An object with these fields; `satisfies Fields<T>` where it is called ties them to the type. */
function object(fields) {
    const entries = Object.entries(fields);
    return (value, path) => {
        if (!isRecord(value))
            return `${path} is not an object`;
        return first(entries.map(([key, field]) => () => {
            if (Object.hasOwn(value, key))
                return (typeof field === 'function' ? field : field.optional)(value[key], `${path}.${key}`);
            return typeof field === 'function' ? `${path}.${key} is missing` : undefined;
        }));
    };
}
/** An alternative of a union on `kind`; `satisfies` a record of all kinds where it is called ties it to the union. */
function variants(shapes) {
    const byKind = new Map(Object.entries(shapes));
    return (value, path) => {
        const shape = isRecord(value) && Object.hasOwn(value, 'kind') ? byKind.get(value['kind']) : undefined;
        return shape === undefined ? `${path}.kind is not one of ${[...byKind.keys()].join(', ')}` : shape(value, path);
    };
}
/** Both shapes. */
function both(one, other) {
    return (value, path) => one(value, path) ?? other(value, path);
}
/** Whether the value is an object with keys. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function first(checks) {
    for (const check of checks) {
        const mistake = check();
        if (mistake !== undefined)
            return mistake;
    }
    return undefined;
}


/***/ }),

/***/ 7247:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gq: () => (/* binding */ authorize),
/* harmony export */   gg: () => (/* binding */ ROLES),
/* harmony export */   hE: () => (/* binding */ approverOf),
/* harmony export */   iu: () => (/* binding */ authorizeBypass)
/* harmony export */ });
/** Roles of a repository, rising. */
const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
/** Whoever put the label there last; undefined when it is not there, or the account is gone. */
function approverOf(history, label) {
    const last = lastOf(history, label);
    return last?.kind === 'labeled' ? last.by : undefined;
}
/** Whether the task may be deployed by its label. Everything that is not known is a refusal. */
function authorize(facts) {
    const { task, label, history, event, policy } = facts;
    const again = `Someone with the role ${policy.role} or more puts the label ${label} on ${task} again.`;
    if (event?.isFork === true)
        return refused('actor_not_authorized', 'the run was started by a pull request from a fork', 'Merge it, and deploy from the branch of the repository.');
    if (event?.name === 'issues' && event.action === 'opened' && event.tasks.includes(task)) {
        return refused('actor_not_authorized', `the label came with the opening of ${task}: forms put labels there for anyone`, again);
    }
    const last = lastOf(history, label);
    if (last?.kind !== 'labeled')
        return refused('label_withdrawn', last === undefined ? `nobody is seen to have put the label ${label} on ${task}` : `the label ${label} was taken off ${task}`, again);
    if (last.by === undefined)
        return refused('actor_not_authorized', 'the account that put the label there is gone', again);
    if (isPushedSince(history, last))
        return refused('label_withdrawn', `${task} was pushed to after ${last.by.login} had put the label there`, again);
    if (event?.head !== undefined && event.tasks.includes(task) && event.head !== history.head) {
        return refused('label_withdrawn', `the run was started for ${short(event.head)}, the head of ${task} is ${history.head === undefined ? 'not known' : short(history.head)}`, again);
    }
    if (last.by.isBot) {
        return policy.bots.includes(last.by.login)
            ? approved(facts, `${last.by.login} (a listed bot)`)
            : refused('actor_not_authorized', `${last.by.login} is a bot that is not listed`, `Add \`${last.by.login}\` to \`tasks.bots\` in .flowspec/operate.yml, or let a person set the label.`);
    }
    const { member } = facts;
    if (member?.id !== last.by.id)
        return refused('actor_not_authorized', `${last.by.login} is no collaborator under that name`, again);
    if (isBelow(member.role, policy.role))
        return refused('actor_not_authorized', `${last.by.login} has the role ${member.role}; ${policy.role} is needed`, again);
    return approved(facts, `${last.by.login} (${member.role})`);
}
/** Whether someone who goes on without the label may do that: the role that the label would have needed. */
function authorizeBypass(actor, member, policy) {
    if (member !== undefined && !isBelow(member.role, policy.role))
        return { kind: 'approved', check: row('pass', `${actor} (${member.role}) goes on without the label`) };
    const role = member === undefined ? 'no role in the repository' : `the role ${member.role}`;
    return refused('actor_not_authorized', `${actor} has ${role}; ${policy.role} is needed to go on without the label`, `Let someone with the role ${policy.role} or more start the run.`);
}
function lastOf(history, label) {
    return history.events.findLast((event) => event.kind !== 'pushed' && event.label === label);
}
/** By order and by time: dates of commits can be set by whoever makes them, and the order alone has been seen to follow them. */
function isPushedSince(history, labeled) {
    const index = history.events.indexOf(labeled);
    return history.events.some((event, at) => event.kind === 'pushed' && (at > index || event.at > labeled.at));
}
function isBelow(role, least) {
    return ROLES.indexOf(role) < ROLES.indexOf(least);
}
function short(sha) {
    return sha.slice(0, 12);
}
function approved(facts, by) {
    const { head } = facts.history;
    return { kind: 'approved', check: row('pass', `${facts.label} by ${by}${head === undefined ? '' : `, for ${short(head)}`}`) };
}
function refused(code, detail, remedy) {
    return { kind: 'refused', code, check: { ...row('fail', detail), remedy } };
}
function row(verdict, detail) {
    return { name: 'approval', group: 'state', verdict, detail };
}


/***/ }),

/***/ 3880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ featureOf)
/* harmony export */ });
const MAX = 60;
// Names that Windows gives to devices, whatever their extension.
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
/** A name for files and records: lower-case ASCII letters, digits and dashes, from the title, else from the id (SPEC A6). */
function featureOf(title, id) {
    const fromTitle = slug(title);
    return fromTitle === '' || RESERVED.test(fromTitle) ? `task-${slug(id)}`.replace(/^task-task-/, 'task-').replace(/-$/, '') : fromTitle;
}
function slug(text) {
    const ascii = text.slice(0, 500).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    const words = ascii.split(/[^a-z0-9]+/).filter((word) => word !== '');
    return words.reduce((name, word) => (name.length + word.length < MAX ? `${name}${name === '' ? '' : '-'}${word}` : name === '' ? word.slice(0, MAX) : name), '');
}


/***/ }),

/***/ 7406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ StoppedError),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   om: () => (/* binding */ AdapterError),
/* harmony export */   pD: () => (/* binding */ OperateError),
/* harmony export */   xL: () => (/* binding */ ConfigError)
/* harmony export */ });
/** Base of every error this program throws on purpose: a closed code, a sentence, and what to do next. */
class OperateError extends Error {
    code;
    remedy;
    constructor(options) {
        super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = new.target.name;
        this.code = options.code;
        this.remedy = options.remedy;
    }
}
/** The user's mistake: every problem at once, each with place and remedy. Nothing has been changed when it is thrown. */
class ConfigError extends OperateError {
    problems;
    constructor(problems, code = 'bad_input') {
        super({ code, message: `${problems.length} problem${problems.length === 1 ? '' : 's'} in what was given`, remedy: problems[0].remedy });
        this.problems = problems;
    }
}
/** The world refused or failed: a program, a file, a network, a target. */
class AdapterError extends OperateError {
}
/** The run was told to stop (a signal, an abort, a lost lease). */
class StoppedError extends OperateError {
}
/** The message of anything thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 2142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  operate: () => (/* binding */ operate)
});

;// CONCATENATED MODULE: ./build/src/domain/report/format.js
// Numbers and times as people read them, the same in every report.
/** `850 ms`, `4.2 s`, `31 s`, `2 min 05 s`, `1 h 04 min`. */
function duration(ms) {
    if (!Number.isFinite(ms))
        return '-';
    const safe = Math.max(0, ms);
    if (safe < 999.5)
        return `${Math.round(safe)} ms`;
    if (safe < 9950)
        return `${Number((safe / 1000).toFixed(1))} s`;
    const seconds = Math.round(safe / 1000);
    if (seconds < 60)
        return `${seconds} s`;
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
/** `2026-11-21 12:04:31 UTC`; a dash for what is no time. */
function utc(at) {
    return isTime(at) ? `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '-';
}
/** `12:04:31`, in UTC. */
function timeOfDay(at) {
    return isTime(at) ? new Date(at).toISOString().slice(11, 19) : '-';
}
function isTime(at) {
    return Math.abs(at) <= 8.64e15;
}
function two(value) {
    return String(value).padStart(2, '0');
}
/** Three significant digits, without an exponent for everyday sizes: `0.004`, `4.61`, `37.2`, `1,204`. */
function figure(value) {
    if (value === undefined || !Number.isFinite(value))
        return '-';
    const size = Math.abs(value);
    if (size >= 1e9 || (size > 0 && size < 0.0005))
        return value.toExponential(1);
    if (size >= 100)
        return count(Math.round(value));
    return String(Number(value.toPrecision(3)));
}
/** A share as percent, two decimals unless it is tiny: `0 %`, `0.53 %`, `12.41 %`. */
function percent(share) {
    if (share === undefined || !Number.isFinite(share))
        return '-';
    const value = share * 100;
    return Math.abs(value) >= 0.1 && Math.abs(value) < 100 ? `${Number(value.toFixed(2))} %` : `${figure(value)} %`;
}
/** A whole number with a comma between thousands. */
function count(value) {
    return Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/gu, ',') : '-';
}
/** `912 B`, `48.2 KiB`, `3.1 MiB`. */
function bytes(value) {
    if (value < 1024)
        return `${figure(value)} B`;
    if (value < 1024 ** 2)
        return `${figure(value / 1024)} KiB`;
    return `${figure(value / 1024 ** 2)} MiB`;
}
/** A measured value with its unit; a dash when there is none. */
function measured(value, unit) {
    return value === undefined || !Number.isFinite(value) ? '-' : `${figure(value)} ${unit}`;
}
/** Two sentences in a row, with a full stop between them. */
function sentences(first, second) {
    if (second === undefined)
        return first;
    return `${/[.!?]$/u.test(first) || first === '' ? first : `${first}.`} ${second}`.trim();
}
/** `1 check`, `3 checks`. */
function plural(value, word) {
    return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/inert.js
// Text from outside (titles, log tails, names) may hold anything. What leaves here cannot move a cursor, hide a direction
// change, or start a line of its own (FAULTS M01, M02, M10).
const CSI = /[\p{Cc}--[\n\r\t]]\[[0-?]*[ -\/]*[@-~]/gv;
const OSC = /[\p{Cc}--[\n\r\t]]\][^\p{Cc}]*/gv;
const HIDDEN = /[[\p{Cc}--[\n\t]]\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]+/gv;
const BREAK = /\r\n|\r|\u2028|\u2029|\u0085/gv;
/** Cuts at a number of UTF-16 units, never inside a character, and shows that it did. */
function cut(text, max) {
    return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}\u2026`;
}
/** Several lines of harmless text: terminal sequences are dropped, other invisible characters show as U+FFFD, line ends are `\n`. */
function inertBlock(text, max) {
    // Cutting first bounds the work on a hostile megabyte; sequences that vanish below only make the text shorter.
    return cut(text, max).replace(CSI, '').replace(OSC, '').replace(BREAK, '\n').replace(HIDDEN, '\ufffd').toWellFormed();
}
/** One line of harmless text; runs of white space become one blank. */
function inertLine(text, max = 300) {
    return inertBlock(text, max).replace(/\s+/gu, ' ').trim();
}
/** The last lines of a longer text, because an error stands at the end of a log. */
function inertTail(text, max = 4000) {
    return inertBlock(text.length <= max ? text : `\u2026${text.slice(-max + 1)}`, max);
}

;// CONCATENATED MODULE: ./build/src/domain/report/result-word.js
const TONES = { SUCCESS: 'good', 'ROLLED BACK': 'warn', FAILED: 'bad', REFUSED: 'bad', PLANNED: 'plain' };
/** The tone of a run's result. */
function toneOf(report) {
    return TONES[report.result];
}
/** `1.4.0 -> 1.5.0`, or the one version there is; after a failure no arrow says that it went through. */
function versionsOf(report) {
    if (report.version === undefined)
        return report.previous_version;
    if (report.previous_version === undefined || report.previous_version === report.version)
        return report.version;
    return toneOf(report) === 'good' || toneOf(report) === 'plain' ? `${report.previous_version} -> ${report.version}` : `${report.version} tried, ${report.previous_version} before`;
}
/** What was run on what: `shop, production`. */
function subjectOf(report) {
    return [report.service, ...(report.environment === undefined ? [] : [report.environment])].join(', ');
}
/** What happened to the task, in words. */
function taskOf(report) {
    const { task } = report;
    if (task === undefined)
        return undefined;
    return task.moved_to === undefined ? `${task.id}, stays ${task.state}` : `${task.id}, ${task.state} -> ${task.moved_to}`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/rows.js
/** The stretches of a rollout in order. */
function stepRows(rollout) {
    const stretches = [];
    let open = [];
    let weight;
    for (const sample of rollout.samples) {
        if (sample.weight !== weight) {
            open = [];
            stretches.push(open);
            weight = sample.weight;
        }
        open.push(sample);
    }
    return stretches.map(rowOf);
}
function rowOf(samples) {
    const weight = samples.reduce((_, sample) => sample.weight, 0);
    const logE = lastOf(samples, (sample) => sample.logE);
    const threshold = lastOf(samples, (sample) => sample.threshold);
    return {
        weight,
        from: samples.reduce((low, sample) => Math.min(low, sample.at), Infinity),
        to: samples.reduce((high, sample) => Math.max(high, sample.at), -Infinity),
        baseline: totalOf(samples.map((sample) => sample.baseline)),
        candidate: totalOf(samples.map((sample) => sample.candidate)),
        ...(logE === undefined ? {} : { logE }),
        ...(threshold === undefined ? {} : { threshold }),
    };
}
/** The last value that is there. */
function lastOf(samples, value) {
    return samples.reduce((last, sample) => value(sample) ?? last, undefined);
}
/** Requests and errors of several samples of one arm. */
function totalOf(arms) {
    const requests = arms.reduce((sum, arm) => sum + arm.requests, 0);
    const errors = arms.reduce((sum, arm) => sum + arm.errors, 0);
    return { requests, errors, ...(requests > 0 ? { rate: errors / requests } : {}) };
}
/** Share of all requests of an arm over each latency bound; undefined where nothing was measured. */
function sharesOver(arms, bounds) {
    return Array.from({ length: bounds }, (_, index) => {
        let requests = 0;
        let over = 0;
        for (const arm of arms) {
            const share = arm.over?.[index];
            if (share === undefined)
                continue;
            requests += arm.requests;
            over += share * arm.requests;
        }
        return requests > 0 ? over / requests : undefined;
    });
}
/** Milliseconds a stage took, when it began and ended. */
function stageMs(stage) {
    return stage.startedAt === undefined || stage.endedAt === undefined ? undefined : stage.endedAt - stage.startedAt;
}
/** The first items of a list and how many were left out. */
function firstOf(list, max) {
    return { shown: list.slice(0, max), more: Math.max(0, list.length - max) };
}

;// CONCATENATED MODULE: ./build/src/domain/report/terminal.js
// The closing words in a terminal: plain text in 80 columns, colours only through the style that is passed in.




/** No colour at all. */
const plainStyle = (_, text) => text;
const STAGE_TONE = { passed: 'good', failed: 'bad', 'rolled-back': 'warn', skipped: 'soft', running: 'soft' };
/** Result, sentence, stages, what ran where, the way back. `reportPath` is shown when given; lines end with `\n`. */
function renderTerminal(report, options = {}) {
    const style = options.style ?? plainStyle;
    const width = Math.max(40, options.width ?? 80);
    const next = report.remedy === undefined ? [] : wrap(`Next: ${inertLine(report.remedy, 1000)}`, width);
    const blocks = [
        [`${style(toneOf(report), report.result)}  ${inertLine(subjectOf(report), 100)}`, ...wrap(inertLine(report.message, 1000), width).map((line) => style('strong', line)), ...next],
        overrides(report, style, width),
        problems(report, style, width),
        stageLines(report.stages, style, width),
        plan(report, width),
        facts(report, style, width, options.reportPath),
    ];
    return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}
function overrides(report, style, width) {
    return report.overrides.slice(0, 20).flatMap((override) => wrap(`BYPASSED ${override.what} by ${inertLine(override.actor, 80)} at ${utc(override.at)}: ${inertLine(override.reason, 300)}`, width).map((line) => style('warn', line)));
}
function problems(report, style, width) {
    return report.problems.slice(0, 50).flatMap(({ place, what, value, remedy }) => {
        const where = place === undefined ? '' : `${inertLine([place.file, place.line, place.column].filter((part) => part !== undefined).join(':'), 200)}: `;
        const found = value === undefined ? '' : `: ${inertLine(value, 120)}`;
        return [...wrap(`${where}${inertLine(what)}${found}`, width).map((line) => style('bad', line)), ...wrap(inertLine(remedy), width - 2).map((line) => `  ${line}`)];
    });
}
/** A command that has no stages, such as `status`, shows none. */
function stageLines(stages, style, width) {
    if (stages.every((stage) => stage.status === 'skipped' && stage.notes === ''))
        return [];
    return stages.map((stage) => {
        const ms = stageMs(stage);
        const time = (ms === undefined ? '' : duration(ms)).padStart(12);
        const word = stage.status.replace('-', ' ').padEnd(11);
        const left = stage.name.padEnd(13);
        const notes = inertLine(stage.notes, Math.max(10, width - left.length - word.length - time.length - 2));
        return `${left}${style(STAGE_TONE[stage.status], word)}${style('soft', time)}  ${notes}`.trimEnd();
    });
}
function plan(report, width) {
    if (report.result !== 'PLANNED' || report.plan === undefined)
        return [];
    return report.plan.slice(0, 200).map((one) => {
        const time = `~${duration(one.estimatedSeconds * 1000)}`.padStart(13);
        return inertLineKeepingStart(`${String(one.order).padStart(3)}  `, `${one.where}: ${one.effect}${one.required ? '' : ' (best effort)'}`, width - time.length) + time;
    });
}
function inertLineKeepingStart(start, text, width) {
    return `${start}${inertLine(text, width - start.length)}`.padEnd(width);
}
function facts(report, style, width, reportPath) {
    const { artifact } = report;
    const list = [
        ['version', versionsOf(report)],
        ['digest', artifact?.digest],
        ['artifact', artifact === undefined ? undefined : `${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)}`],
        ['task', taskOf(report)],
        ['tag', report.tag],
        ['notified', report.notified.length === 0 ? undefined : report.notified.slice(0, 20).join(', ')],
        ['roll back', report.rollback_command],
        ['report', reportPath],
        ['took', duration(report.ended_at - report.started_at)],
    ];
    // A command and a digest are copied, so they stay on one line however long they are.
    return list.flatMap(([name, value]) => (value === undefined ? [] : [`${style('soft', name.padEnd(11))}${inertLine(value, name === 'roll back' || name === 'digest' || name === 'report' ? 2000 : Math.max(20, width - 11))}`]));
}
/** Breaks at blanks; a word longer than the line stays whole. */
function wrap(text, width) {
    const lines = [];
    let line = '';
    for (const word of text.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > width) {
            lines.push(line);
            line = word;
        }
        else {
            line = line === '' ? word : `${line} ${word}`;
        }
    }
    return [...lines, line];
}

// EXTERNAL MODULE: ./build/src/domain/problem.js
var problem = __webpack_require__(3965);
;// CONCATENATED MODULE: ./build/src/domain/report/texts.js
/** Applies a function to every text in a JSON value, keys excepted; used to mask and to shorten. */
function mapTexts(value, change) {
    if (typeof value === 'string')
        return change(value);
    if (Array.isArray(value))
        return value.map((item) => mapTexts(item, change));
    if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
    return value;
}
/** Cuts every text and every list of a JSON value. Digests are shorter than any limit used here and stay whole. */
function limited(value, limits) {
    if (typeof value === 'string')
        return value.length <= limits.text ? value : `${value.slice(0, limits.text - 1).replace(/\p{Cs}$/u, '')}\u2026`;
    if (Array.isArray(value))
        return value.slice(0, limits.items).map((item) => limited(item, limits));
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).slice(0, Math.max(limits.items, 40)).map(([key, item]) => [key.slice(0, limits.text), limited(item, limits)]));
    }
    return value;
}

;// CONCATENATED MODULE: ./build/src/domain/report/result.js
// The run for machines: the `result` output, the exit code, the annotations.




/** UTF-16 units of the `result` output. GitHub allows 1 MB for all outputs of a job together, counted in UTF-16 (FAULTS K13). */
const RESULT_LIMIT = 300_000;
/** UTF-16 units of the `validation` output. */
const VALIDATION_LIMIT = 80_000;
const TRIMS = [
    { what: 'samples thinned', apply: (report) => eachRollout(report, (rollout) => ({ ...rollout, samples: everyNth(rollout.samples, 200) })) },
    { what: 'samples left out', apply: (report) => eachRollout(report, (rollout) => ({ ...rollout, samples: [] })) },
    { what: 'texts over 1000 characters cut, lists over 200 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 1000, items: 200 }) },
    { what: 'texts over 200 characters cut, lists over 20 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 200, items: 20 }) },
    { what: 'texts over 100 characters cut, lists over 6 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 100, items: 6 }) },
];
function eachRollout(report, change) {
    return { ...report, rollouts: report.rollouts.map(change) };
}
function everyNth(list, most) {
    const every = Math.max(1, Math.ceil(list.length / most));
    return list.filter((_, index) => (list.length - 1 - index) % every === 0);
}
/**
 * The report as compact JSON of at most `limit` UTF-16 units. What had to go is named in `trimmed`; samples go first,
 * because the file result.json has them all.
 */
function renderResult(report, limit = RESULT_LIMIT) {
    const whole = JSON.stringify(report);
    if (whole.length <= limit)
        return whole;
    let text = whole;
    for (const trim of TRIMS) {
        const value = trim.apply(report);
        text = JSON.stringify({ ...value, trimmed: trim.what });
        if (text.length <= limit)
            return text;
    }
    // Only a report made to be hostile comes here: what decides is kept.
    const { schema_version, command, decision, reason_code, result, started_at, ended_at, run } = report;
    const core = { schema_version, command, decision, reason_code, result, message: report.message, started_at, ended_at, actor: report.actor, run, service: report.service };
    const lists = { stages: [], rollouts: [], overrides: [], notified: [], problems: [], records: [] };
    return JSON.stringify({ ...limited(core, { text: 200, items: 6 }), ...lists, trimmed: 'everything but the result' });
}
/** The validation report as compact JSON of at most `limit` UTF-16 units. */
function renderValidation(validation, limit = VALIDATION_LIMIT) {
    const whole = JSON.stringify(validation);
    if (whole.length <= limit)
        return whole;
    // What did not pass is what people look for.
    const checks = [...validation.checks].sort((a, b) => Number(a.verdict === 'pass') - Number(b.verdict === 'pass'));
    const cut = JSON.stringify(limited({ ...validation, checks, trimmed: 'checks shortened, the first 60 kept' }, { text: 300, items: 60 }));
    return cut.length <= limit ? cut : JSON.stringify({ schema_version: validation.schema_version, verdict: validation.verdict, checks: [], trimmed: 'all checks left out' });
}
/** 0 done, 1 failed or rolled back, 2 refused or bad input, 130 told to stop. */
function exitCodeOf(report) {
    if (report.reason_code === 'cancelled')
        return 130;
    // A rollback that was asked for and went through is a success, whatever word the summary shows.
    if (report.command === 'rollback' && report.decision === 'rolled_back' && report.reason_code === 'ok')
        return 0;
    switch (report.result) {
        case 'SUCCESS':
        case 'PLANNED':
            return 0;
        case 'ROLLED BACK':
        case 'FAILED':
            return 1;
        case 'REFUSED':
            return 2;
        default:
            return (0,problem/* assertNever */.xb)(report.result);
    }
}
/** GitHub keeps 10 annotations of a type for a step, and 4096 characters of each. */
const MOST_ANNOTATIONS = 10;
const ANNOTATION_TEXT = 4000;
/** What deserves an annotation, the result first, at most ten of each level; the last one says how many more there are. */
function annotationsOf(report) {
    const exit = exitCodeOf(report);
    const all = [
        { level: exit === 0 ? 'notice' : 'error', title: report.result, text: sentences(report.message, report.remedy) },
        ...report.problems.map((problem) => ({
            level: 'error',
            title: problem.what,
            text: `${problem.value === undefined ? '' : `Found ${problem.value}. `}${problem.remedy}`,
            ...(problem.place === undefined ? {} : { place: problem.place }),
        })),
        ...failing(report.validation),
        ...report.overrides.map((override) => ({ level: 'warning', title: `${override.what} was used`, text: `by ${override.actor}: ${override.reason}` })),
    ];
    return ['error', 'warning', 'notice'].flatMap((level) => capped(all.filter((one) => one.level === level)));
}
function failing(validation) {
    return (validation?.checks ?? [])
        .filter((check) => check.verdict !== 'pass' && check.verdict !== 'skipped')
        .map((check) => ({ level: check.verdict === 'warn' ? 'warning' : 'error', title: check.name, text: sentences(check.detail, check.remedy) }));
}
function capped(list) {
    const short = (one) => ({ ...one, title: inertLine(one.title, 200), text: inertLine(one.text, ANNOTATION_TEXT) });
    if (list.length <= MOST_ANNOTATIONS)
        return list.map(short);
    const kept = list.slice(0, MOST_ANNOTATIONS);
    const more = list.length - MOST_ANNOTATIONS;
    return kept.map((one, index) => short(index === MOST_ANNOTATIONS - 1 ? { ...one, text: `${inertLine(one.text, ANNOTATION_TEXT - 60)} (${more} more in the summary)` } : one));
}

;// CONCATENATED MODULE: ./build/src/adapters/console/action.js


/**
 * An action's log. The runner takes `::name::` at the start of a line, after white space, and `##[name]` anywhere for commands
 * (ActionCommand.cs), so neither gets through from a text.
 */
function actionConsole(options) {
    const { out, mask, now } = options;
    let last;
    let depth = 0;
    const left = { error: MOST_ANNOTATIONS, warning: MOST_ANNOTATIONS };
    const clean = (text) => neutral(inertBlock(mask(text), 64_000));
    const annotate = (level, text, properties) => {
        // The runner drops what is more than ten of a kind, so the rest are lines of the log.
        if (left[level] > 0)
            out(`::${level}${properties}::${data(inertBlock(mask(text), 4000))}\n`);
        else
            out(`${level}: ${clean(text)}\n`);
        left[level] -= 1;
    };
    return {
        line: (text) => out(`${clean(text)}\n`),
        progress: (text) => {
            const at = now();
            if (last !== undefined && at - last < options.progressEveryMs)
                return;
            last = at;
            out(`${clean(text)}\n`);
        },
        group: async (title, body) => {
            // GitHub's log has one level of groups: one inside another is a line.
            depth += 1;
            out(depth === 1 ? `::group::${data(inertLine(mask(title)))}\n` : `${clean(title)}\n`);
            try {
                return await body();
            }
            finally {
                depth -= 1;
                if (depth === 0)
                    out('::endgroup::\n');
            }
        },
        warn: (text) => annotate('warning', text, ''),
        error: (text, place) => {
            const parts = place === undefined ? [] : [['file', place.file], ['line', place.line], ['col', place.column]];
            const given = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${String(name)}=${property(inertLine(mask(String(value))))}`]));
            annotate('error', text, given.length === 0 ? '' : ` ${given.join(',')}`);
        },
    };
}
/** Text whose lines the runner prints as they are. */
function neutral(text) {
    return text.replace(/##(?=\[)/gu, '## ').replace(/^(\s*):(?=:)/gmu, '$1: ');
}
/** A command's message (toolkit's escapeData). `##[` is broken too: the runner looks for it first. */
function data(text) {
    return text.replace(/##(?=\[)/gu, '## ').replace(/%/gu, '%25').replace(/\r/gu, '%0D').replace(/\n/gu, '%0A');
}
function property(text) {
    return data(text).replace(/:/gu, '%3A').replace(/,/gu, '%2C');
}

;// CONCATENATED MODULE: ./build/src/adapters/console/mask.js
// Secrets leave this process in no form that can be read back (FAULTS M08, M11).
/** Shorter secrets are hidden only where they stand alone: hiding every `a` would destroy the log and give the secret away. */
const SHORT = 4;
/** A mask for these secrets: as they are, each line of them, and URL-, JSON- and base64-encoded. Empty ones are ignored. */
function maskOf(secrets) {
    const forms = [...new Set(secrets.flatMap(formsOf))].filter((form) => form.trim() !== '').sort((a, b) => b.length - a.length);
    const long = forms.filter((form) => form.length >= SHORT);
    const short = forms.filter((form) => form.length < SHORT).map((form) => new RegExp(`(?<![\\p{L}\\p{N}_])${literal(form)}(?![\\p{L}\\p{N}_])`, 'gu'));
    return (text) => short.reduce((masked, form) => masked.replace(form, '***'), long.reduce((masked, form) => masked.replaceAll(form, '***'), text));
}
/** The text as a pattern that matches only itself. */
function literal(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
function formsOf(secret) {
    const lines = secret.split(/\r\n|\r|\n/u);
    const whole = [secret, ...lines];
    return whole.flatMap((form) => {
        const bytes = Buffer.from(form, 'utf8');
        const encoded = form.length < SHORT ? [] : [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex'), ...shifted(bytes)];
        return [form, encodeURIComponent(form.toWellFormed()), JSON.stringify(form).slice(1, -1), ...encoded];
    });
}
/** The part of the base64 text that stays the same when something of one or two bytes stands before it (`user:secret`). */
function shifted(bytes) {
    return [1, 2].map((before) => Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').slice(before === 1 ? 2 : 3, -4)).filter((text) => text.length >= 8);
}

;// CONCATENATED MODULE: ./build/src/adapters/console/plain.js

/** Lines without colour or cursor movement, for files, pipes and logs. */
function plainConsole(options) {
    const { out, err, mask, now } = options;
    let last;
    const clean = (text) => inertBlock(mask(text), 64_000);
    return {
        line: (text) => out(`${clean(text)}\n`),
        progress: (text) => {
            const at = now();
            if (last !== undefined && at - last < options.progressEveryMs)
                return;
            last = at;
            out(`${clean(text)}\n`);
        },
        group: async (title, body) => {
            out(`${clean(title)}\n`);
            return body();
        },
        warn: (text) => err(`warning: ${clean(text)}\n`),
        error: (text, place) => err(`error: ${placeText(place, clean)}${clean(text)}\n`),
    };
}
/** `file:line:column: `, or nothing. */
function placeText(place, clean) {
    return place === undefined ? '' : `${clean([place.file, place.line, place.column].filter((part) => part !== undefined).join(':'))}: `;
}

;// CONCATENATED MODULE: ./build/src/adapters/console/sink.js
/**
 * A stream whose reader may go away (`| head`): after the first error nothing is written any more, and the run goes on.
 * Without a listener the error would end the process in the middle of a rollout (FAULTS D18).
 */
function sinkOf(stream) {
    let gone = false;
    stream.on('error', () => {
        gone = true;
    });
    return (text) => {
        if (gone)
            return;
        try {
            stream.write(text);
        }
        catch {
            gone = true;
        }
    };
}

;// CONCATENATED MODULE: ./build/src/adapters/console/style.js
const CODES = { good: '32', bad: '31', warn: '33', soft: '2', strong: '1', plain: '0' };
/** Colours for a terminal: the only place that writes them. */
const ansiStyle = (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m`;
/** Whether to colour: NO_COLOR (any value) wins, then FORCE_COLOR, then whether it is a terminal that can. See no-color.org. */
function wantsColour(env, isTty) {
    if (env.NO_COLOR !== undefined && env.NO_COLOR !== '')
        return false;
    if (env.FORCE_COLOR !== undefined)
        return env.FORCE_COLOR !== '0';
    return isTty && env.TERM !== 'dumb';
}

;// CONCATENATED MODULE: ./build/src/adapters/console/width.js
/** Cells a text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
function cells(text) {
    let total = 0;
    for (const character of text)
        total += cellsOf(character);
    return total;
}
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
function cellsOf(character) {
    if (/\p{M}/u.test(character))
        return 0;
    return WIDE.test(character) ? 2 : 1;
}
/** Cuts at a number of cells, never inside a character; the ellipsis takes a cell for each of its characters. */
function fit(text, width, ellipsis = '\u2026') {
    if (cells(text) <= width)
        return text;
    let total = 0;
    let kept = '';
    for (const character of text) {
        total += cellsOf(character);
        if (total > width - ellipsis.length)
            break;
        kept += character;
    }
    return kept + ellipsis;
}
/** ASCII for places that cannot show more. */
function ascii(text) {
    return text.replace(/\u2026/gu, '...').replace(/[^\n\t -~]/gu, '?');
}

;// CONCATENATED MODULE: ./build/src/adapters/console/terminal.js



const CLEAR = '\r\u001b[2K';
/** A terminal: what goes on is redrawn in the last line, what is done scrolls away above it. */
function terminalConsole(options) {
    const { out, mask, style } = options;
    let live = '';
    const shown = (text) => (options.utf8 ? text : ascii(text));
    const clean = (text) => shown(inertBlock(mask(text), 64_000));
    // One column stays free: some terminals wrap when the last one is written, and the redraw would then leave a line behind.
    const draw = () => (live === '' ? '' : style('soft', fit(shown(live), Math.max(10, options.columns() - 1), options.utf8 ? '\u2026' : '...')));
    const print = (text) => out(`${live === '' ? '' : CLEAR}${text}\n${draw()}`);
    return {
        line: (text) => print(clean(text)),
        progress: (text) => {
            live = inertLine(mask(text), 1000);
            out(`${CLEAR}${draw()}`);
        },
        group: async (title, body) => {
            print(style('strong', clean(title)));
            try {
                return await body();
            }
            finally {
                // The progress of a phase ends with it.
                if (live !== '')
                    out(CLEAR);
                live = '';
            }
        },
        warn: (text) => print(`${style('warn', 'warning:')} ${clean(text)}`),
        error: (text, place) => print(`${style('bad', 'error:')} ${placeText(place, clean)}${clean(text)}`),
    };
}
/** Whether the locale says UTF-8; nothing said counts as yes, because containers often say nothing and show it well. */
function isUtf8(env) {
    const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
    return locale === undefined || /utf-?8/iu.test(locale);
}

;// CONCATENATED MODULE: ./build/src/adapters/console/choose.js
// Which console fits where we run.







const PROGRESS_EVERY_MS = 10_000;
/** An action's log inside GitHub Actions, a terminal that redraws where there is one, plain lines everywhere else. */
function chooseConsole(options) {
    const { stdout, env, now } = options;
    const out = sinkOf(stdout);
    const mask = maskOf(options.secrets ?? []);
    if (env.GITHUB_ACTIONS === 'true') {
        return { console: actionConsole({ out, mask, now, progressEveryMs: PROGRESS_EVERY_MS }), kind: 'action', style: plainStyle, width: 100 };
    }
    const isTty = stdout.isTTY === true;
    const style = wantsColour(env, isTty) ? ansiStyle : plainStyle;
    const columns = () => stdout.columns ?? 80;
    // CI systems other than GitHub often give a terminal that nobody watches; a redrawn line is noise there.
    if (isTty && env.TERM !== 'dumb' && (env.CI === undefined || env.CI === '' || env.CI === 'false')) {
        return { console: terminalConsole({ out, mask, style, columns, utf8: isUtf8(env) }), kind: 'terminal', style, width: Math.min(100, columns()) };
    }
    const err = sinkOf(options.stderr);
    return { console: plainConsole({ out, err, mask, now, progressEveryMs: PROGRESS_EVERY_MS }), kind: 'plain', style, width: 80 };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
;// CONCATENATED MODULE: ./build/src/domain/health/verdict.js
const SEVERITY = ['pass', 'inconclusive', 'error', 'fail'];
/** The worst of several verdicts; of none, `inconclusive`, because nothing was examined. */
function worst(verdicts) {
    if (verdicts.length === 0)
        return 'inconclusive';
    return verdicts.reduce((a, b) => (SEVERITY.indexOf(a) >= SEVERITY.indexOf(b) ? a : b));
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/provenance.js
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** Documented in docs/reference/custody.md: what the parameters of our builds mean. */
const BUILD_TYPE = 'https://github.com/flowspec/operate/blob/main/docs/reference/custody.md#build-type-files-v1';
/** The builder of everything that is packed on a machine of the user's own and signed with a key pair (SLSA Build L1). */
const LOCAL_BUILDER = 'https://github.com/flowspec/operate/blob/main/docs/reference/custody.md#builder-local-v1';
/** Name of the SBOM among the byproducts. */
const SBOM_NAME = 'sbom.cdx.json';
/** The SLSA v1 provenance statement of a build (slsa.dev/spec/v1.0/provenance, in-toto Statement v1). */
function provenanceStatement(facts) {
    const repository = withoutLogin(facts.repository);
    return {
        _type: STATEMENT_TYPE,
        subject: [{ name: facts.subject.name, digest: { sha256: hexOf(facts.subject.digest) } }],
        predicateType: PROVENANCE_TYPE,
        predicate: {
            buildDefinition: {
                buildType: BUILD_TYPE,
                externalParameters: {
                    repository,
                    ...(facts.ref === undefined ? {} : { ref: facts.ref }),
                    ...(facts.command === undefined ? {} : { command: facts.command }),
                },
                internalParameters: {},
                resolvedDependencies: [{ uri: `git+${repository}${facts.ref === undefined ? '' : `@${facts.ref}`}`, digest: { gitCommit: facts.commit } }],
            },
            runDetails: {
                builder: { id: facts.builder ?? LOCAL_BUILDER },
                metadata: {
                    invocationId: facts.invocation,
                    startedOn: new Date(facts.startedAt).toISOString(),
                    finishedOn: new Date(facts.finishedAt).toISOString(),
                },
                ...(facts.sbom === undefined ? {} : { byproducts: [{ name: SBOM_NAME, mediaType: 'application/vnd.cyclonedx+json', digest: { sha256: hexOf(facts.sbom) } }] }),
            },
        },
    };
}
/** Reads a statement; undefined when it is not one (FAULTS F18). */
function parseStatement(value) {
    const { _type, subject, predicateType, predicate } = fields(value);
    if (_type !== STATEMENT_TYPE || typeof predicateType !== 'string')
        return undefined;
    const subjects = descriptors(subject);
    return subjects === undefined || subjects.length === 0 ? undefined : { _type, subject: subjects, predicateType, predicate };
}
/** Reads a SLSA v1 provenance predicate; undefined when something that our checks need is absent. */
function parseProvenance(predicate) {
    const { buildDefinition, runDetails } = fields(predicate);
    const { buildType, externalParameters, resolvedDependencies } = fields(buildDefinition);
    const { builder, byproducts } = fields(runDetails);
    const repository = fields(externalParameters)['repository'];
    const id = fields(builder)['id'];
    const sources = descriptors(resolvedDependencies);
    const products = byproducts === undefined ? [] : descriptors(byproducts);
    if (typeof buildType !== 'string' || typeof repository !== 'string' || typeof id !== 'string')
        return undefined;
    if (sources === undefined || products === undefined)
        return undefined;
    return { buildType, repository, builder: id, commits: sources.flatMap((source) => source.digest['gitCommit'] ?? []), byproducts: products };
}
/** The address of a repository without the user and token that a clone may have put into it: what is signed is for everyone. */
function withoutLogin(repository) {
    return repository.replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/?#]{0,1024}@/i, '$1');
}
/** The hex part of a digest, as in-toto and CycloneDX write it. */
function hexOf(digest) {
    return digest.slice('sha256:'.length);
}
function descriptors(value) {
    if (!Array.isArray(value))
        return undefined;
    const read = value.map(descriptor);
    const whole = read.filter((one) => one !== undefined);
    return whole.length === read.length ? whole : undefined;
}
function descriptor(value) {
    const { name, uri, mediaType, digest } = fields(value);
    const entries = Object.entries(fields(digest));
    if (entries.length === 0 || !entries.every((entry) => typeof entry[1] === 'string'))
        return undefined;
    return {
        ...(typeof name === 'string' ? { name } : {}),
        ...(typeof uri === 'string' ? { uri } : {}),
        ...(typeof mediaType === 'string' ? { mediaType } : {}),
        digest: Object.fromEntries(entries),
    };
}
function fields(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/sbom.js
// Software bills of materials: CycloneDX 1.6 JSON, bound to the digest they speak about, the same for the same input.


const DIGEST_PROPERTY = 'flowspec:artifact:digest';
const LAYER_PROPERTY = 'flowspec:artifact:layer';
const SECRET_QUERY = /([?&](?:access_token|token|auth|authorization|password|secret|sig|signature|key)=)[^&#\s"]{1,2048}/gi;
const USER_IN_URL = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"]{1,1024}@/gi;
const SPEC = '1.6';
/** The bill of an artifact without a package manager: its files with their hashes. */
function filesSbom(subject, name) {
    const components = subject.files.map((file) => ({
        type: 'file',
        'bom-ref': `file:${file.path}`,
        name: file.path,
        hashes: [{ alg: 'SHA-256', content: hexOf(file.digest) }],
    }));
    const root = 'artifact';
    const dependencies = [{ ref: root, dependsOn: components.map((component) => component['bom-ref']) }];
    return bindSbom({ bomFormat: 'CycloneDX', specVersion: SPEC, version: 1, metadata: { component: { type: 'application', 'bom-ref': root, name } }, components, dependencies }, { subject, name, roots: [] });
}
/**
 * Makes a bill speak about one artifact and nothing else: the digest as the main component's hash, purl and property; no
 * time, no random serial number, no credentials in addresses, no paths of the machine (`roots`, longest first, become `.`).
 */
function bindSbom(document, options) {
    const bill = fieldsOf(document);
    if (bill['bomFormat'] !== 'CycloneDX' || bill['specVersion'] !== SPEC)
        return refused(`is not CycloneDX ${SPEC}`);
    const { digest, layer } = options.subject;
    const metadata = fieldsOf(bill['metadata']);
    const component = fieldsOf(metadata['component']);
    const given = listOf(component['properties']).filter((property) => !isOurs(property));
    const bound = {
        ...bill,
        serialNumber: serialOf(digest),
        version: 1,
        metadata: {
            ...without(metadata, ['timestamp']),
            component: {
                ...without(component, ['hashes', 'purl', 'properties']),
                type: component['type'] ?? 'application',
                name: component['name'] ?? options.name,
                hashes: [{ alg: 'SHA-256', content: hexOf(digest) }],
                purl: purlOf(options.name, digest),
                properties: [...given, { name: DIGEST_PROPERTY, value: digest }, { name: LAYER_PROPERTY, value: layer }],
            },
        },
    };
    return (0,problem/* parsed */.Yz)(`${JSON.stringify(cleaned(bound, options.roots), undefined, 2)}\n`);
}
/** Why a bill is not one of this artifact; undefined when it is. `format` faults and `binding` faults are told apart. */
function sbomFault(text, digest) {
    let bill;
    try {
        bill = fieldsOf(JSON.parse(text));
    }
    catch {
        return { kind: 'format', what: 'not JSON' };
    }
    const version = String(bill['specVersion']);
    if (bill['bomFormat'] !== 'CycloneDX' || !/^1\.(?:[6-9]|[1-9][0-9])$/.test(version))
        return { kind: 'format', what: `${String(bill['bomFormat'])} ${version}` };
    if (!Array.isArray(bill['components']))
        return { kind: 'format', what: 'no list of components' };
    const component = fieldsOf(fieldsOf(bill['metadata'])['component']);
    const named = listOf(component['properties']).filter(isOurs).find((property) => property['name'] === DIGEST_PROPERTY)?.['value'];
    const hashed = listOf(component['hashes']).some((hash) => hash['alg'] === 'SHA-256' && hash['content'] === hexOf(digest));
    return named === digest && hashed ? undefined : { kind: 'binding', what: typeof named === 'string' ? named : 'no artifact' };
}
/** Package URL of an OCI artifact (purl types, oci). */
function purlOf(name, digest) {
    return `pkg:oci/${encodeURIComponent(name.toLowerCase().replace(/^.*\//, ''))}@sha256%3A${hexOf(digest)}`;
}
/** A serial number that follows from the digest: a UUID of version 8, the one for vendors' own schemes (RFC 9562, 5.8). */
function serialOf(digest) {
    const hex = hexOf(digest);
    return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
function cleaned(value, roots) {
    if (typeof value === 'string')
        return cleanedText(value, roots);
    if (Array.isArray(value))
        return value.filter((one) => !isLocalReference(one, roots)).map((one) => cleaned(one, roots));
    if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, roots)]));
    return value;
}
function cleanedText(text, roots) {
    const local = roots.reduce((left, root) => left.replaceAll(root, '.'), text);
    return local.replace(USER_IN_URL, '$1').replace(SECRET_QUERY, '$1removed');
}
/** An external reference to a place on the machine says nothing elsewhere. */
function isLocalReference(value, roots) {
    const url = fieldsOf(value)['url'];
    return typeof url === 'string' && (/^file:|^(?:[A-Za-z]:)?[\\/]/.test(url) || roots.some((root) => url.startsWith(root)));
}
function isOurs(property) {
    return property['name'] === DIGEST_PROPERTY || property['name'] === LAYER_PROPERTY;
}
function without(fields, keys) {
    return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
function refused(what) {
    return (0,problem/* mistaken */.R3)({ code: 'sbom.malformed', what: `the SBOM ${what}`, remedy: 'See what the SBOM tool printed; run it by hand in the service folder.' });
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
function listOf(value) {
    return Array.isArray(value) ? value.map(fieldsOf) : [];
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/custody.js
// The verdict about everything said of an artifact (SPEC D1). Signatures were checked before; what a valid signature says is
// judged here, exactly: a signature over something else is no evidence (FAULTS F01 to F06).



/** Judges all that was found about the digest. What is there must hold even where it is not required. */
function judgeCustody(digest, policy, facts) {
    const provenance = best(facts.attestations.map((attestation) => provenanceRows(digest, policy, attestation)));
    const products = provenance?.byproducts ?? [];
    const sbom = best(facts.sboms.map((document) => ({ rows: sbomRows(digest, document, products) })));
    const checks = [
        row('artifact', true, digest, 'manifest, file list and layer have their digests'),
        presence('provenance present', policy.requireProvenance, facts.attestations.length, 'signed statement'),
        ...(provenance?.rows ?? []),
        presence('SBOM present', policy.requireSbom, facts.sboms.length, 'CycloneDX document'),
        ...(sbom?.rows ?? []),
    ];
    return { verdict: worst(checks.map((check) => check.verdict)), checks };
}
function provenanceRows(digest, policy, attestation) {
    if (attestation.kind === 'refused')
        return { rows: [row('provenance signature', false, 'a DSSE signature by the trusted key', attestation.why)] };
    const signature = row('provenance signature', true, 'a DSSE signature by the trusted key', 'valid');
    const statement = parseStatement(attestation.statement);
    if (statement === undefined)
        return { rows: [signature, row('statement', false, 'an in-toto statement v1', 'something else')] };
    const subjects = statement.subject.map((subject) => subject.digest['sha256'] ?? 'no sha256');
    const about = [
        signature,
        row('predicate type', statement.predicateType === PROVENANCE_TYPE, PROVENANCE_TYPE, statement.predicateType),
        row('subject', subjects.includes(hexOf(digest)), hexOf(digest), subjects.slice(0, 3).join(', ')),
    ];
    if (about.some((one) => one.verdict !== 'pass'))
        return { rows: about };
    const provenance = parseProvenance(statement.predicate);
    if (provenance === undefined)
        return { rows: [...about, row('provenance', false, 'a SLSA v1 predicate', 'a part of it is missing')] };
    const repository = policy.repository === undefined ? undefined : withoutLogin(policy.repository);
    const rows = [
        ...about,
        row('build type', provenance.buildType === BUILD_TYPE, BUILD_TYPE, provenance.buildType),
        row('builder', provenance.builder === LOCAL_BUILDER, LOCAL_BUILDER, provenance.builder),
        row('repository', repository === undefined || provenance.repository === repository, repository ?? 'any', provenance.repository),
        row('commit', policy.commit === undefined ? provenance.commits.length > 0 : provenance.commits.every((commit) => commit === policy.commit) && provenance.commits.length > 0, policy.commit ?? 'any', provenance.commits.join(', ') || 'none'),
    ];
    if (rows.some((one) => one.verdict !== 'pass'))
        return { rows };
    return { rows, byproducts: provenance.byproducts.flatMap((product) => (product.name === SBOM_NAME ? product.digest['sha256'] ?? [] : [])) };
}
function sbomRows(digest, document, products) {
    const fault = sbomFault(document.text, digest);
    const format = row('SBOM format', fault?.kind !== 'format', 'CycloneDX 1.6 or later', fault?.kind === 'format' ? fault.what : 'as expected');
    if (fault?.kind === 'format')
        return [format];
    return [
        format,
        row('SBOM bound to the artifact', fault === undefined, digest, fault?.what ?? digest),
        row('SBOM named by the provenance', products.includes(hexOf(document.digest)), hexOf(document.digest), products.join(', ') || 'not named by a verified provenance'),
    ];
}
/** The first that holds in every row; else the one that got farthest. Several runs may have attested one digest. */
function best(candidates) {
    const passes = (judged) => judged.rows.filter((one) => one.verdict === 'pass').length;
    const whole = candidates.find((judged) => passes(judged) === judged.rows.length);
    return whole ?? [...candidates].sort((a, b) => passes(b) - passes(a))[0];
}
function presence(name, required, count, thing) {
    return row(name, count > 0 || !required, required ? `at least one ${thing}` : 'not required', count === 0 ? 'none' : `${count} found`);
}
function row(name, holds, expected, found) {
    return { name, verdict: holds ? 'pass' : 'fail', expected, found: found.slice(0, 500) };
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/media-types.js
// The names by which everything in the store is known. All but the first two are other people's standards.
/** The artifact itself: an OCI image manifest with this artifactType (OCI image-spec 1.1, "guidelines for artifact usage"). */
const RELEASE_TYPE = 'application/vnd.flowspec.operate.release.v1';
/** Its config: the list of files. */
const FILE_LIST_TYPE = 'application/vnd.flowspec.operate.files.v1+json';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar';
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';
/** A CycloneDX document as a referrer. */
const SBOM_TYPE = 'application/vnd.cyclonedx+json';
/** A Sigstore bundle (v0.3) as a referrer. */
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
/** The two bytes `{}` that OCI names as the empty config. */
const EMPTY_TEXT = '{}';
const EMPTY_DIGEST = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./build/src/domain/artifact/digest.js
var artifact_digest = __webpack_require__(5609);
;// CONCATENATED MODULE: ./build/src/adapters/registry/durable.js







const CHUNK = 1 << 20;
/** Pieces between two looks at timers and signals: about 16 MiB. */
const PIECES_PER_TURN = 16;
const DAY_MS = 86_400_000;
/** The digest of bytes in memory. */
function digestOf(bytes) {
    return toDigest((0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex'));
}
/** Makes a digest of 64 hex digits that a hash function has just given. */
function toDigest(hex) {
    const digest = (0,artifact_digest/* parseDigest */.m)(`sha256:${hex}`);
    if (!digest.ok)
        throw new errors/* AdapterError */.om({ code: 'unexpected_error', message: `a hash gave ${JSON.stringify(hex)}` });
    return digest.value;
}
/** Writes a whole file so that after a crash it is there whole or not at all: temporary file, fsync, rename, fsync of the folder. */
async function writeDurably(path, bytes, temporary) {
    const draft = (0,external_node_path_.join)(temporary, (0,external_node_crypto_.randomUUID)());
    const file = await (0,promises_.open)(draft, 'wx', 0o644);
    try {
        await file.writeFile(bytes);
        await file.sync();
    }
    finally {
        await file.close();
    }
    await settle(draft, path);
}
/** Moves a written and synced draft to its place and makes the move itself durable. */
async function settle(draft, path) {
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
    await (0,promises_.rename)(draft, path);
    await syncFolder((0,external_node_path_.dirname)(path));
}
async function syncFolder(folder) {
    // Windows cannot open folders; its rename is already ordered after the data.
    if (process.platform === 'win32')
        return;
    const handle = await (0,promises_.open)(folder, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
/** Removes drafts that a crashed run left more than a day ago. */
async function sweep(temporary, now = Date.now()) {
    for (const name of await (0,promises_.readdir)(temporary)) {
        const path = (0,external_node_path_.join)(temporary, name);
        const age = await (0,promises_.stat)(path).then((found) => now - found.mtimeMs, () => 0);
        if (age > DAY_MS)
            await (0,promises_.rm)(path, { force: true });
    }
}
/** A file that grows at its end and is hashed on the way; memory stays at what the caller hands over. */
class HashedDraft {
    path;
    #file;
    #hash = (0,external_node_crypto_.createHash)('sha256');
    #size = 0;
    #open = true;
    #writing = Promise.resolve();
    constructor(path, file) {
        this.path = path;
        this.#file = file;
    }
    static async create(temporary) {
        const path = (0,external_node_path_.join)(temporary, (0,external_node_crypto_.randomUUID)());
        return new HashedDraft(path, await (0,promises_.open)(path, 'wx', 0o644));
    }
    /** Resolves when the bytes of the call before are written; the caller leaves these alone until then. So writing overlaps with reading. */
    async write(bytes) {
        this.#hash.update(bytes);
        await this.#writing;
        const at = this.#size;
        this.#size += bytes.length;
        this.#writing = writeWhole(this.#file, bytes, at);
        // A failure is thrown by the next call or by finish; until then it must not count as unhandled.
        this.#writing.catch(() => undefined);
    }
    /** Syncs and closes; the draft still has to be settled. */
    async finish() {
        await this.#writing;
        await this.#file.sync();
        await this.#close();
        return { digest: toDigest(this.#hash.digest('hex')), size: this.#size };
    }
    /** Closes and removes what has not been settled. */
    async discard() {
        await this.#writing.catch(() => undefined);
        await this.#close();
        await (0,promises_.rm)(this.path, { force: true });
    }
    async #close() {
        if (this.#open)
            await this.#file.close();
        this.#open = false;
    }
}
async function writeWhole(file, bytes, position) {
    for (let at = 0; at < bytes.length;)
        at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}
/** Lets timers run and stops when the signal says so. `pieces` counts the caller's pieces of about 1 MiB. */
async function breathe(pieces, signal) {
    if (signal?.aborted === true)
        throw new errors/* StoppedError */.Ko({ code: 'cancelled', message: 'The run was told to stop.', cause: signal.reason });
    if (pieces % PIECES_PER_TURN === 0)
        await (0,external_node_timers_promises_.setImmediate)();
}
/** The size and digest of a file, read in pieces; undefined when there is none. */
async function measure(path) {
    if ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile() !== true)
        return undefined;
    const file = (0,external_node_fs_.openSync)(path, 'r');
    try {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const piece = Buffer.allocUnsafe(CHUNK);
        let size = 0;
        for (let pieces = 1;; pieces++) {
            const read = (0,external_node_fs_.readSync)(file, piece, 0, CHUNK, null);
            if (read === 0)
                return { size, digest: toDigest(hash.digest('hex')) };
            hash.update(piece.subarray(0, read));
            size += read;
            await breathe(pieces);
        }
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/evidence/bundle.js



/** Most bytes of a bundle; ours have a few thousand (FAULTS F18). */
const BUNDLE_LIMIT = 8 << 20;
/** Signs a statement: DSSE over its JSON, in a Sigstore bundle v0.3 that names the key by its hint. */
async function signedBundle(statement, key) {
    const [{ bundleToJSON, toDSSEBundle }, { dsse }] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(40)]).then(__webpack_require__.t.bind(__webpack_require__, 1040, 19)), __webpack_require__.e(/* import() */ 917).then(__webpack_require__.t.bind(__webpack_require__, 3917, 19))]);
    const payload = Buffer.from(JSON.stringify(statement));
    const signature = key.sign(dsse.preAuthEncoding(PAYLOAD_TYPE, payload));
    const bundle = toDSSEBundle({ artifact: payload, artifactType: PAYLOAD_TYPE, signature, keyHint: key.hint });
    return Buffer.from(JSON.stringify(bundleToJSON(bundle)));
}
/** Checks a bundle's signature with the one trusted key, offline; says why it does not count. Never throws. */
async function openBundle(bytes, trusted) {
    if (bytes.length > BUNDLE_LIMIT)
        return bundle_refused(`a bundle of ${bytes.length} bytes, more than the ${BUNDLE_LIMIT} allowed`);
    const [{ bundleFromJSON }, { Verifier, toSignedEntity }] = await Promise.all([Promise.all(/* import() */[__webpack_require__.e(654), __webpack_require__.e(40)]).then(__webpack_require__.t.bind(__webpack_require__, 1040, 19)), Promise.all(/* import() */[__webpack_require__.e(917), __webpack_require__.e(654), __webpack_require__.e(187)]).then(__webpack_require__.t.bind(__webpack_require__, 4187, 19))]);
    try {
        const json = JSON.parse(Buffer.from(bytes).toString('utf8'));
        const bundle = bundleFromJSON(json);
        if (bundle.mediaType !== BUNDLE_TYPE)
            return bundle_refused(`a bundle of the type ${bundle.mediaType}`);
        if (bundle.content.$case !== 'dsseEnvelope')
            return bundle_refused('a bundle without a statement');
        const material = bundle.verificationMaterial.content;
        if (material.$case !== 'publicKey')
            return bundle_refused('a bundle with a certificate instead of our key');
        if (material.publicKey.hint !== trusted.hint)
            return bundle_refused(`signed by another key (${material.publicKey.hint.slice(0, 12)}, trusted is ${trusted.hint.slice(0, 12)})`);
        const { payload, payloadType } = bundle.content.dsseEnvelope;
        if (payloadType !== PAYLOAD_TYPE)
            return bundle_refused(`a payload of the type ${payloadType}`);
        // A key pair of one's own has no log and no time stamp; which key it is was decided by whoever wrote the settings.
        const verifier = new Verifier({ certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [], publicKey: () => ({ publicKey: trusted.key, validFor: () => true }) }, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
        verifier.verify(toSignedEntity(bundle));
        const statement = JSON.parse(payload.toString('utf8'));
        return { kind: 'signed', statement };
    }
    catch (error) {
        return bundle_refused((0,errors/* messageOf */.bD)(error));
    }
}
function bundle_refused(why) {
    return { kind: 'refused', why: why.slice(0, 300) };
}

;// CONCATENATED MODULE: ./build/src/adapters/evidence/key-pair.js





const GIT_LIMIT_MS = 20_000;
/** The public key of the pair; throws `verification_failed` when it is absent or no ECDSA P-256 key. */
async function trustedKey(files) {
    const pem = await (0,promises_.readFile)(files.public, 'utf8').catch((cause) => {
        throw new errors/* AdapterError */.om({ code: 'verification_failed', message: `The public key ${files.public} cannot be read, so no signature can be trusted.`, remedy: 'Put the public key of the pair that signed there; `package` makes a pair on first use.', cause });
    });
    const key = publicKeyOf(pem, files.public);
    return { hint: hintOf(key), key };
}
/**
 * The private key; made with its public half on first use. Refused: a private key that others can read, one that git tracks
 * or would pick up, one that does not belong to the public key.
 */
async function signingKey(files, programs, signal) {
    if (!(0,external_node_fs_.existsSync)(files.private))
        await create(files, programs, signal);
    await assertPrivate(files.private, programs, signal);
    const key = privateKeyOf(await (0,promises_.readFile)(files.private, 'utf8'), files.private);
    const mine = (0,external_node_crypto_.createPublicKey)(key);
    if (!(0,external_node_fs_.existsSync)(files.public))
        await (0,promises_.writeFile)(files.public, mine.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
    const { hint } = await trustedKey(files);
    if (hint !== hintOf(mine))
        throw unusable(`${files.private} does not belong to ${files.public}`, 'Put the right public key beside it, or name another pair in `artifact.key`.');
    return { hint, sign: (bytes) => (0,external_node_crypto_.sign)('sha256', bytes, key) };
}
async function create(files, programs, signal) {
    if ((0,external_node_fs_.existsSync)(files.public))
        throw unusable(`the private key ${files.private} is absent and its public key ${files.public} is there`, 'Give this machine the private key, or remove the public key to begin with a new pair; what the old one signed is then no longer trusted.');
    const folder = (0,external_node_path_.dirname)(files.private);
    if (!(0,external_node_fs_.existsSync)(folder)) {
        await (0,promises_.mkdir)(folder, { recursive: true, mode: 0o700 });
        // A new folder for keys hides itself from git, whatever the repository ignores.
        await (0,promises_.writeFile)((0,external_node_path_.join)(folder, '.gitignore'), '*\n');
    }
    if (await git(files.private, ['rev-parse', '--is-inside-work-tree'], programs, signal) === 0 && (await git(files.private, ['check-ignore', '--quiet', (0,external_node_path_.basename)(files.private)], programs, signal)) !== 0) {
        throw unusable(`a new private key ${files.private} would be inside the repository and git does not ignore it`, `Add it to .gitignore, or name a place outside the repository in \`artifact.key\`.`);
    }
    const pair = (0,external_node_crypto_.generateKeyPairSync)('ec', { namedCurve: 'prime256v1' });
    const file = await (0,promises_.open)(files.private, 'wx', 0o600);
    try {
        await file.writeFile(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
        await file.sync();
    }
    finally {
        await file.close();
    }
    await (0,promises_.chmod)(files.private, 0o600);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(files.public), { recursive: true });
    await (0,promises_.writeFile)(files.public, pair.publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
}
async function assertPrivate(path, programs, signal) {
    const mode = (await (0,promises_.stat)(path)).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
        throw unusable(`the private key ${path} can be read by others (mode ${mode.toString(8)})`, `Run \`chmod 600 ${path}\`; if it was shared, make a new pair.`);
    if ((await git(path, ['ls-files', '--error-unmatch', (0,external_node_path_.basename)(path)], programs, signal)) === 0)
        throw unusable(`the private key ${path} is tracked by git`, 'Remove it from the repository and its history, and make a new pair: the old one is known to everyone who can read the repository.');
}
/** Exit code of git in the file's folder. Without git, or outside a repository, nothing tracks the file. */
async function git(path, args, programs, signal) {
    const result = await programs.run(['git', ...args], { cwd: (0,external_node_path_.dirname)(path), timeoutMs: GIT_LIMIT_MS, signal }).catch(() => undefined);
    return result?.code;
}
function privateKeyOf(pem, path) {
    try {
        const key = (0,external_node_crypto_.createPrivateKey)(pem);
        if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1')
            return key;
    }
    catch (cause) {
        throw unusable(`${path} is no private key`, 'Name an ECDSA P-256 key in PEM, or a place where one can be made.', cause);
    }
    throw unusable(`${path} is no ECDSA P-256 key`, 'Name an ECDSA P-256 key in PEM, or a place where one can be made.');
}
function publicKeyOf(pem, path) {
    try {
        const key = (0,external_node_crypto_.createPublicKey)(pem);
        if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1' && !pem.includes('PRIVATE'))
            return key;
    }
    catch (cause) {
        throw new errors/* AdapterError */.om({ code: 'verification_failed', message: `${path} is no public key`, remedy: 'Put the public key of the pair that signed there, in PEM.', cause });
    }
    throw new errors/* AdapterError */.om({ code: 'verification_failed', message: `${path} is no ECDSA P-256 public key`, remedy: 'Put the public key of the pair that signed there, in PEM.' });
}
function hintOf(key) {
    return (0,external_node_crypto_.createHash)('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex');
}
function unusable(what, remedy, cause) {
    return new errors/* AdapterError */.om({ code: 'signing_failed', message: `The signing key cannot be used: ${what}.`, remedy, cause });
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./build/src/adapters/evidence/node-sbom.js






/** Pinned: another version may write another document for the same packages. */
const SBOM_TOOL = '@cyclonedx/cyclonedx-npm@6.0.1';
const SBOM_LIMIT_MS = 180_000;
const TOOL_PATH = ['@cyclonedx', 'cyclonedx-npm', 'bin', 'cyclonedx-npm-cli.js'];
/** What `@cyclonedx/cyclonedx-npm` says about the package at `root`, runtime dependencies only; the tool checks it against the schema. */
async function nodeSbom(root, programs, signal) {
    const manifest = (0,external_node_path_.join)(root, 'package.json');
    if (!(0,external_node_fs_.existsSync)(manifest))
        throw failed(`there is no package.json in ${root}`, 'Set `artifact.root` to the folder of the service, or `artifact.stack: files`.');
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'flowspec-sbom-'));
    try {
        const output = (0,external_node_path_.join)(folder, 'bom.json');
        const installed = (0,external_node_fs_.existsSync)((0,external_node_path_.join)(root, 'node_modules'));
        const locked = (0,external_node_fs_.existsSync)((0,external_node_path_.join)(root, 'package-lock.json')) || (0,external_node_fs_.existsSync)((0,external_node_path_.join)(root, 'npm-shrinkwrap.json'));
        const bare = !installed && !locked && (await hasNoDependencies(manifest));
        const subject = bare ? await besideNothing(manifest, (0,external_node_path_.join)(folder, 'bare')) : manifest;
        const argv = [
            ...(await tool(root)),
            '--omit', 'dev', '--spec-version', '1.6', '--output-reproducible', '--output-format', 'JSON', '--output-file', output,
            ...(!installed && locked ? ['--package-lock-only'] : []),
            '--', subject,
        ];
        const env = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
        const ran = await programs.run(argv, { cwd: (0,external_node_path_.dirname)(subject), env, timeoutMs: SBOM_LIMIT_MS, signal });
        if (ran.timedOut)
            throw failed(`${SBOM_TOOL} took longer than ${SBOM_LIMIT_MS / 1000} s`, 'Run it by hand in the service folder; `npm ci` first may help.');
        if (ran.code !== 0)
            throw failed(`${SBOM_TOOL} ended with ${ran.code ?? ran.signal ?? 'nothing'}: ${lastLines(ran.stderr)}`, 'Run `npm ci` in the service folder, so that what is installed is what the lock file says, and look at `npm ls`.');
        return JSON.parse(await (0,promises_.readFile)(output, 'utf8'));
    }
    catch (error) {
        if (error instanceof errors/* AdapterError */.om)
            throw error;
        throw failed(`${SBOM_TOOL} left nothing that can be read`, 'Run it by hand in the service folder.', error);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/** The tool wants to see node_modules; a service that needs no package has none, so it is looked at beside an empty one. */
async function besideNothing(manifest, folder) {
    await (0,promises_.mkdir)((0,external_node_path_.join)(folder, 'node_modules'), { recursive: true });
    const copy = (0,external_node_path_.join)(folder, 'package.json');
    await (0,promises_.copyFile)(manifest, copy);
    return copy;
}
async function hasNoDependencies(manifest) {
    const value = JSON.parse(await (0,promises_.readFile)(manifest, 'utf8'));
    if (typeof value !== 'object' || value === null)
        return false;
    const fields = Object.entries({ ...value }).filter(([key]) => ['dependencies', 'optionalDependencies', 'peerDependencies'].includes(key));
    return fields.every(([, names]) => typeof names === 'object' && names !== null && Object.keys(names).length === 0);
}
/** Texts by which a document would give the machine away, longest first. */
function machineRoots(root) {
    const roots = new Set([(0,external_node_path_.resolve)(root), (0,external_node_fs_.existsSync)(root) ? (0,external_node_fs_.realpathSync)(root) : root, (0,external_node_os_.homedir)(), (0,external_node_os_.tmpdir)()].filter((path) => path.length > 4));
    return [...roots].sort((a, b) => b.length - a.length);
}
/** The tool as installed with us or with the project, else through npx, which fetches the pinned version. */
async function tool(root) {
    for (const from of [(0,external_node_path_.dirname)((0,external_node_url_.fileURLToPath)(import.meta.url)), (0,external_node_path_.resolve)(root)]) {
        const found = await installed(from);
        if (found !== undefined)
            return [process.execPath, found];
    }
    return ['npx', '--yes', `--package=${SBOM_TOOL}`, '--', 'cyclonedx-npm'];
}
async function installed(from) {
    for (let folder = from;; folder = (0,external_node_path_.dirname)(folder)) {
        const script = (0,external_node_path_.join)(folder, 'node_modules', ...TOOL_PATH);
        if ((0,external_node_fs_.existsSync)(script)) {
            const about = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)((0,external_node_path_.dirname)(script), '..', 'package.json'), 'utf8'));
            if (typeof about === 'object' && about !== null && 'version' in about && `@cyclonedx/cyclonedx-npm@${String(about.version)}` === SBOM_TOOL)
                return script;
        }
        if ((0,external_node_path_.dirname)(folder) === folder)
            return undefined;
    }
}
function lastLines(text) {
    return text.trim().split('\n').slice(-3).join(' | ').slice(0, 400);
}
function failed(what, remedy, cause) {
    return new errors/* AdapterError */.om({ code: 'sbom_failed', message: `The SBOM could not be made: ${what}.`, remedy, cause });
}

;// CONCATENATED MODULE: ./build/src/adapters/evidence/local-custodian.js









/**
 * The custodian of one machine: a key pair instead of an identity provider, everything offline. `name` is the service; key
 * paths are absolute or relative to the working directory. Sigstore's modules are loaded when something is signed or verified.
 */
function localCustodian(options) {
    const { store, programs, name } = options;
    const key = { private: (0,external_node_path_.resolve)(options.key.private), public: (0,external_node_path_.resolve)(options.key.public) };
    const signal = options.signal ?? new AbortController().signal;
    return {
        sbom: async ({ subject, root, stack, signal: stop }) => {
            if (stack === 'files')
                return bytesOf(filesSbom(subject, name));
            if (stack === 'node')
                return bytesOf(bindSbom(await nodeSbom(root, programs, stop), { subject, name, roots: machineRoots(root) }));
            throw new errors/* AdapterError */.om({
                code: 'sbom_failed',
                message: `The SBOM of a ${stack} service cannot be made yet.`,
                remedy: 'Set `artifact.stack: files` for a bill of the files, or `policy.requireSbom: false` to go on without one.',
            });
        },
        sign: async (statement) => await signedBundle(statement, await signingKey(key, programs, signal)),
        verify: async (digest, policy) => {
            if ((await store.describe(digest)) === undefined) {
                throw new errors/* AdapterError */.om({ code: 'artifact_missing', message: `${(0,external_node_path_.basename)(name)} ${digest} is not in the store.`, remedy: 'Run `package` first, or check the digest.' });
            }
            const bundles = await store.referrers(digest, BUNDLE_TYPE);
            const sboms = await store.referrers(digest, SBOM_TYPE);
            const trusted = bundles.length === 0 ? undefined : await trustedKey(key);
            const attestations = trusted === undefined ? [] : await Promise.all(bundles.map((bundle) => openBundle(bundle.bytes, trusted)));
            return judgeCustody(digest, policy, {
                attestations,
                sboms: sboms.map(({ bytes }) => ({ digest: digestOf(bytes), text: Buffer.from(bytes).toString('utf8') })),
            });
        },
    };
}
function bytesOf(document) {
    if (document.ok)
        return Buffer.from(document.value);
    const [problem] = document.problems;
    throw new errors/* AdapterError */.om({ code: 'sbom_failed', message: `The SBOM could not be made: ${problem.what}.`, remedy: problem.remedy });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/src/adapters/exec/output-tail.js
/** Bytes kept of each stream of a program. */
const OUTPUT_LIMIT = 64 * 1024;
/** A tail of at most `limit` bytes. Says so in its first line when something was dropped. */
function outputTail(limit = OUTPUT_LIMIT) {
    let chunks = [];
    let size = 0;
    let dropped = 0;
    const compact = () => {
        const all = Buffer.concat(chunks);
        const kept = all.subarray(Math.max(0, all.length - limit));
        dropped += all.length - kept.length;
        chunks = [kept];
        size = kept.length;
    };
    return {
        add(chunk) {
            chunks.push(chunk);
            size += chunk.length;
            // Joining only at twice the limit keeps the cost of each byte constant.
            if (size > 2 * limit)
                compact();
        },
        text() {
            compact();
            const text = new TextDecoder('utf-8').decode(chunks[0]);
            return dropped === 0 ? text : `[${dropped} bytes left out]\n${text}`;
        },
    };
}

;// CONCATENATED MODULE: ./build/src/adapters/exec/error-code.js
/** The code of a system error (`ENOENT`); undefined for anything else. Looks at the shape, because errors may come from another realm. */
function errorCode(error) {
    return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

;// CONCATENATED MODULE: ./build/src/adapters/exec/process-group.js


/** Sends a signal to every process of a group; false when no such process is left. */
function signalGroup(leader, signal) {
    try {
        process.kill(-leader, signal);
        return true;
    }
    catch (error) {
        // EPERM: some member changed its user, so the group still lives.
        return errorCode(error) === 'EPERM';
    }
}
/** Asks a group to end with SIGTERM and ends it with SIGKILL after `graceMs` (FAULTS D17, I30). Returns when it is gone or was killed. */
async function endGroup(leader, graceMs) {
    if (!signalGroup(leader, 'SIGTERM'))
        return;
    const until = performance.now() + graceMs;
    while (performance.now() < until) {
        await (0,external_node_timers_promises_.setTimeout)(20);
        if (!signalGroup(leader, 0))
            return;
    }
    signalGroup(leader, 'SIGKILL');
}

;// CONCATENATED MODULE: ./build/src/adapters/exec/programs.js




/** How long a program that is told to end may take before it is killed, milliseconds. */
const GRACE_MS = 2_000;
/** How long output may still arrive after the program has ended, milliseconds. */
const LAST_OUTPUT_MS = 500;
/**
 * Runs programs by argv in process groups of their own. What a program leaves running is killed when it ends, and nothing that it
 * leaves behind can keep us waiting (FAULTS D17, G11, G13, I30). The environment is ours without what belongs to the action itself
 * (`INPUT_*`, `ACTIONS_*`), with `env` laid over it. Throws `bad_input` when the program cannot be started and StoppedError
 * `cancelled` when the signal is aborted.
 */
function programs() {
    return {
        async run(argv, options) {
            if (options.signal.aborted)
                throw stopped(argv[0], options.signal);
            const [program, ...args] = argv;
            const child = (0,external_node_child_process_.spawn)(program, args, {
                cwd: options.cwd,
                env: { ...inheritedEnvironment(process.env), ...options.env },
                detached: true,
                stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
                windowsHide: true,
            });
            const stdout = outputTail();
            const stderr = outputTail();
            child.stdout?.on('data', (chunk) => stdout.add(chunk));
            child.stderr?.on('data', (chunk) => stderr.add(chunk));
            // A program that does not read its input closes the pipe; that is its right.
            child.stdin?.on('error', () => undefined);
            child.stdin?.end(options.stdin);
            const closed = new Promise((resolve) => child.once('close', () => resolve()));
            const ending = await endingOf(child, program, options);
            if (child.pid !== undefined)
                await endGroup(child.pid, GRACE_MS);
            await Promise.race([closed, delay(LAST_OUTPUT_MS)]);
            child.stdout?.destroy();
            child.stderr?.destroy();
            if (ending.kind === 'abort')
                throw stopped(program, options.signal);
            const output = { stdout: stdout.text(), stderr: stderr.text() };
            if (ending.kind === 'timeout')
                return { code: undefined, timedOut: true, ...output };
            return { code: ending.code, ...(ending.signal === undefined ? {} : { signal: ending.signal }), timedOut: false, ...output };
        },
    };
}
/** Our environment without the variables that carry the action's own inputs and tokens. */
function inheritedEnvironment(env) {
    return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(INPUT|ACTIONS|STATE)_/i.test(name)));
}
function endingOf(child, program, options) {
    return new Promise((resolve, reject) => {
        const onAbort = () => finish({ kind: 'abort' });
        const timer = setTimeout(() => finish({ kind: 'timeout' }), options.timeoutMs);
        const release = () => {
            clearTimeout(timer);
            options.signal.removeEventListener('abort', onAbort);
        };
        const finish = (ending) => {
            release();
            resolve(ending);
        };
        options.signal.addEventListener('abort', onAbort, { once: true });
        child.once('exit', (code, signal) => finish({ kind: 'exit', code: code ?? undefined, ...(signal === null ? {} : { signal }) }));
        child.on('error', (cause) => {
            // A child that has a pid was started; later errors (a failed kill) do not matter, its exit does.
            if (child.pid !== undefined)
                return;
            release();
            reject(new errors/* AdapterError */.om({
                code: 'bad_input',
                message: `the program ${program} could not be started: ${(0,errors/* messageOf */.bD)(cause)}`,
                remedy: 'Check that it is installed, executable and on the PATH, and that the working directory exists.',
                cause,
            }));
        });
    });
}
function stopped(program, signal) {
    return new errors/* StoppedError */.Ko({ code: 'cancelled', message: `${program} was stopped: ${(0,errors/* messageOf */.bD)(signal.reason)}`, cause: signal.reason });
}
function delay(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/paths.js
// Which names may stand in an artifact, and in which order. One rule for packing and unpacking (FAULTS E07, E10).
const encoder = new TextEncoder();
const CONTROL = /[\u0000-\u001f\u007f]/;
/** Why a path may not stand in an artifact; undefined when it may. Relative, forward slashes, the same file on every system. */
function pathFault(path) {
    if (path === '')
        return 'is empty';
    if (path.startsWith('/'))
        return 'is absolute';
    if (/^[A-Za-z]:/.test(path))
        return 'begins with a drive letter';
    if (path.includes('\\'))
        return 'holds a backslash';
    if (CONTROL.test(path))
        return 'holds a control character';
    if (!path.isWellFormed() || path.includes('\ufffd'))
        return 'is not valid UTF-8';
    if (encoder.encode(path).length > 4096)
        return 'is longer than 4096 bytes';
    return path.split('/').map(segmentFault).find((fault) => fault !== undefined);
}
function segmentFault(segment) {
    if (segment === '')
        return 'has an empty part';
    if (segment === '.' || segment === '..')
        return `has a part \`${segment}\``;
    if (/[. ]$/.test(segment))
        return 'has a part that ends in a dot or a space';
    return encoder.encode(segment).length > 255 ? 'has a part longer than 255 bytes' : undefined;
}
/**
 * Pairs of paths that are one name on a file system that folds case or normalises Unicode (macOS, Windows), folders included,
 * and files that are also folders. Each later path is paired with the first spelling seen.
 */
function collisions(paths) {
    const seen = new Map();
    const found = [];
    for (const path of paths) {
        const parts = path.split('/');
        for (let depth = 1; depth <= parts.length; depth++) {
            const spelling = parts.slice(0, depth).join('/');
            const kind = depth === parts.length ? 'file' : 'folder';
            const folded = fold(spelling);
            const before = seen.get(folded);
            if (before === undefined) {
                seen.set(folded, { spelling, kind });
            }
            else if (before.spelling !== spelling || before.kind === 'file' || kind === 'file') {
                found.push({ first: before.spelling, second: path });
                break;
            }
        }
    }
    return found;
}
function fold(path) {
    return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
/** Order of the UTF-8 bytes, which differs from JavaScript's order for characters beyond the basic plane. */
function bytewise(a, b) {
    const shorter = Math.min(a.length, b.length);
    for (let i = 0; i < shorter; i++) {
        const x = a.charCodeAt(i);
        const y = b.charCodeAt(i);
        if (x !== y)
            return lift(x) - lift(y);
    }
    return a.length - b.length;
}
/** Puts surrogates behind U+E000 to U+FFFF, where their code points belong. */
function lift(unit) {
    if (unit < 0xd800)
        return unit;
    return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

;// CONCATENATED MODULE: ./build/src/adapters/files/write-atomically.js



/** Writes beside the file and renames over it, so that a reader or a crash sees the old text or the new one, never a part. */
async function writeAtomically(place, text) {
    const folder = (0,external_node_path_.dirname)(place);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const mode = await modeOf(place);
    const draft = (0,external_node_path_.join)(folder, `.${(0,external_node_path_.basename)(place).slice(0, 100)}.${(0,external_node_crypto_.randomUUID)()}.tmp`);
    try {
        const file = await (0,promises_.open)(draft, 'wx', mode);
        try {
            // The mode given to open is cut by the umask; an existing file keeps what it had.
            if (mode !== undefined)
                await file.chmod(mode);
            await file.writeFile(text, 'utf8');
            await file.sync();
        }
        finally {
            await file.close();
        }
        await (0,promises_.rename)(draft, place);
    }
    catch (error) {
        await (0,promises_.rm)(draft, { force: true });
        throw error;
    }
    await write_atomically_syncFolder(folder);
}
async function modeOf(place) {
    const found = await (0,promises_.stat)(place).catch(() => undefined);
    return found === undefined ? undefined : found.mode & 0o777;
}
/** The rename itself lasts only once the folder is on disk. Some systems cannot open a folder; there it is as good as it gets. */
async function write_atomically_syncFolder(folder) {
    const handle = await (0,promises_.open)(folder, 'r').catch(() => undefined);
    if (handle === undefined)
        return;
    try {
        await handle.sync();
    }
    catch {
        return;
    }
    finally {
        await handle.close();
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/files/append-whole.js



const NEWLINE = 0x0a;
/**
 * Appends whole lines in one write to a file opened with O_APPEND, which the system orders among processes. When an earlier writer
 * died in the middle of a line, that line is ended first, so that it spoils nothing but itself. Readers skip empty lines.
 */
async function appendWhole(place, text) {
    const folder = (0,external_node_path_.dirname)(place);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const file = await (0,promises_.open)(place, 'a+');
    try {
        const { size } = await file.stat();
        const prefix = size > 0 && !(await endsWithNewline(file, size)) ? '\n' : '';
        const bytes = Buffer.from(`${prefix}${text}${text.endsWith('\n') ? '' : '\n'}`, 'utf8');
        const { bytesWritten } = await file.write(bytes);
        // A short write means a full disk; the next write says which error it is.
        if (bytesWritten < bytes.length)
            await file.appendFile(bytes.subarray(bytesWritten));
        await file.sync();
        if (size === 0)
            await write_atomically_syncFolder(folder);
    }
    finally {
        await file.close();
    }
}
async function endsWithNewline(file, size) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return bytesRead === 1 && buffer[0] === NEWLINE;
}

;// CONCATENATED MODULE: ./build/src/adapters/files/file-error.js

/** The system's name of what went wrong, `unknown` when it has none. */
function errnoOf(error) {
    // Not `instanceof Error`: the system's errors can come from another realm than ours.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return typeof code === 'string' ? code : 'unknown';
}
const NOT_ALLOWED = { what: 'the user of this run may not', remedy: 'Give the user of this run the right to write there, or run as its owner.' };
const FULL = { what: 'there is no space left', remedy: 'Free some space on that disk, then run the same command again.' };
const NO_FOLDER = { what: 'a part of its path is a file, not a folder', remedy: 'Move that file away, then run the same command again.' };
const IS_FOLDER = { what: 'it is a folder', remedy: 'Move that folder away, then run the same command again.' };
const EXPLANATIONS = new Map([
    ['ENOSPC', FULL],
    ['EDQUOT', FULL],
    ['EACCES', NOT_ALLOWED],
    ['EPERM', NOT_ALLOWED],
    ['EROFS', { what: 'the file system is read-only', remedy: 'Mount it writable, or work on another copy of the repository.' }],
    ['ENOTDIR', NO_FOLDER],
    ['EEXIST', NO_FOLDER],
    ['EISDIR', IS_FOLDER],
    ['EFBIG', { what: 'it would become larger than the system allows', remedy: 'Move the old file away, then run the same command again.' }],
    ['EMFILE', { what: 'too many files are open', remedy: 'Raise the limit of open files (`ulimit -n`), then run the same command again.' }],
]);
/** What a failed file operation means to the user. Codes: `file_unreadable`, `file_unwritable`. */
function fileError(doing, path, cause) {
    const errno = errnoOf(cause);
    const known = EXPLANATIONS.get(errno);
    return new errors/* AdapterError */.om({
        code: doing === 'read' ? 'file_unreadable' : 'file_unwritable',
        message: `${JSON.stringify(path.slice(0, 200))} could not be ${doing}: ${known === undefined ? errno : `${known.what} (${errno})`}.`,
        remedy: known?.remedy ?? 'Look at the disk and its permissions, then run the same command again.',
        cause,
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/files/inside-root.js





const REMEDY = 'Give a path relative to the root of the repository, with forward slashes, that stays inside it.';
/**
 * The real, absolute place of a path of the repository. Throws `bad_input` for a path that is absolute, odd, inside `.git` (a hook
 * written there would be run), or that leaves the root, by `..` or through a symbolic link (FAULTS E07, E08). Throws like `fileError`
 * when the path cannot be followed.
 */
async function placeInside(root, path, doing) {
    const plain = normal(path);
    const fault = plain === '.' ? undefined : (pathFault(plain) ?? gitFault(plain));
    if (fault !== undefined)
        throw inside_root_refused(path, fault);
    const base = await (0,promises_.realpath)(root);
    const place = await resolved((0,external_node_path_.resolve)(base, plain), path, doing);
    const inside = (0,external_node_path_.relative)(base, place);
    if (inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside))
        throw inside_root_refused(path, 'leads out of the repository through a symbolic link');
    const real = inside === '' ? undefined : gitFault(inside.split(external_node_path_.sep).join('/'));
    if (real !== undefined)
        throw inside_root_refused(path, real);
    return place;
}
function normal(path) {
    const plain = path === '' ? '' : external_node_path_.posix.normalize(path);
    return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
}
function gitFault(path) {
    return path.split('/').some((part) => part.toLowerCase() === '.git') ? 'is inside `.git`' : undefined;
}
/** Follows links as far as the path exists; what does not exist yet is appended as it is. */
async function resolved(place, path, doing) {
    const missing = [];
    for (let here = place;; here = (0,external_node_path_.resolve)(here, '..')) {
        try {
            return (0,external_node_path_.resolve)(await (0,promises_.realpath)(here), ...missing);
        }
        catch (error) {
            if (errnoOf(error) !== 'ENOENT')
                throw fileError(doing, path, error);
            // A link to nowhere would be written through, and nobody knows where to.
            if (await isLink(here))
                throw inside_root_refused(path, 'holds a symbolic link that leads nowhere');
            missing.unshift(here.slice((0,external_node_path_.resolve)(here, '..').length).replace(/^[/\\]/, ''));
        }
    }
}
async function isLink(place) {
    try {
        return (await (0,promises_.lstat)(place)).isSymbolicLink();
    }
    catch {
        return false;
    }
}
function inside_root_refused(path, fault) {
    return new errors/* AdapterError */.om({ code: 'bad_input', message: `The path ${JSON.stringify(path.slice(0, 200))} ${fault}.`, remedy: REMEDY });
}

;// CONCATENATED MODULE: ./build/src/adapters/files/files.js








/** Nothing that this program reads as text is larger; bytes. */
const READ_LIMIT = 32 * 1024 * 1024;
/**
 * The files below a root. A write is seen whole or not at all, also after a power cut; appends of several processes never mix. Throws
 * `bad_input` for a path that leaves the root, and `file_unreadable` or `file_unwritable` when the system refuses.
 */
function filesIn(root) {
    return {
        async read(path) {
            const place = await placeInside(root, path, 'read');
            const bytes = await files_bytesOf(place, path);
            return bytes === undefined ? undefined : textOf(bytes, path);
        },
        async write(path, text) {
            const place = await placeInside(root, path, 'written');
            try {
                await writeAtomically(place, text);
            }
            catch (error) {
                throw fileError('written', path, error);
            }
        },
        async append(path, text) {
            if (text === '')
                return;
            const place = await placeInside(root, path, 'written');
            try {
                await appendWhole(place, text);
            }
            catch (error) {
                throw fileError('written', path, error);
            }
        },
        async list(directory) {
            const place = await placeInside(root, directory, 'read');
            try {
                const entries = await (0,promises_.readdir)(place, { withFileTypes: true });
                return entries.filter((entry) => entry.isFile()).map((entry) => external_node_path_.posix.join(directory, entry.name)).sort(bytewise);
            }
            catch (error) {
                if (errnoOf(error) === 'ENOENT')
                    return [];
                throw fileError('read', directory, error);
            }
        },
    };
}
async function files_bytesOf(place, path) {
    try {
        const info = await (0,promises_.stat)(place);
        // Opening a pipe would wait for its other end.
        if (!info.isFile())
            throw notAFile(path);
        if (info.size > READ_LIMIT)
            throw tooLarge(path, info.size);
        return await (0,promises_.readFile)(place);
    }
    catch (error) {
        if (error instanceof errors/* AdapterError */.om)
            throw error;
        if (errnoOf(error) === 'ENOENT')
            return undefined;
        throw fileError('read', path, error);
    }
}
/** Strict, because a file that is read and written back must keep every byte; a byte order mark stays too. */
function textOf(bytes, path) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (cause) {
        throw new errors/* AdapterError */.om({ code: 'file_unreadable', message: `${JSON.stringify(path)} is not text in UTF-8.`, remedy: 'Save the file as UTF-8.', cause });
    }
}
function notAFile(path) {
    return new errors/* AdapterError */.om({ code: 'file_unreadable', message: `${JSON.stringify(path)} is not a file.`, remedy: 'Put a file there, or name another path.' });
}
function tooLarge(path, size) {
    return new errors/* AdapterError */.om({
        code: 'file_unreadable',
        message: `${JSON.stringify(path)} has ${size} bytes; at most ${READ_LIMIT} are read.`,
        remedy: 'Check that this is the file you mean.',
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/git/git.js
// Runs git by argv, the same way whatever the user, the machine or the hook that started us has configured.


const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
/**
 * Variables of git that say who someone is, where the user's own configuration lies or how to reach a remote. Every other GIT_
 * variable is dropped: inside a hook GIT_DIR and GIT_INDEX_FILE point at the repository of the hook.
 */
const KEPT = /^GIT_(AUTHOR_|COMMITTER_|CONFIG|SSH|EXEC_PATH|CEILING_DIRECTORIES|SSL_)/;
const SETTINGS = [
    // A hook could refuse, change or delay an entry; and an index watcher has no use here.
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    // An entry is a promise about what comes next: it must outlive a power failure.
    'core.fsync=loose-object,reference',
    'i18n.commitEncoding=UTF-8',
    'i18n.logOutputEncoding=UTF-8',
    'log.showSignature=false',
    'gc.auto=0',
].flatMap((setting) => ['-c', setting]);
/** Git in a directory. `environment` is what the program was started with; `timeoutMs` is the longest that one call may take. */
function openGit(directory, environment = process.env, timeoutMs = TIMEOUT_MS) {
    const env = {
        ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') || KEPT.test(name))),
        LC_ALL: 'C',
        GIT_TERMINAL_PROMPT: '0',
        GIT_PAGER: 'cat',
        // `status` must not write the index behind the user's back.
        GIT_OPTIONAL_LOCKS: '0',
        // Replaced objects would let history say something else than what is hashed.
        GIT_NO_REPLACE_OBJECTS: '1',
        GIT_LITERAL_PATHSPECS: '1',
    };
    const run = (args, options = {}) => runGit([...SETTINGS, ...args], { cwd: directory, env: { ...env, ...options.env }, stdin: options.stdin ?? '', timeoutMs });
    return {
        directory,
        run,
        text: async (args, options) => {
            const result = await run(args, options);
            if (result.code === 0)
                return result.stdout.toString('utf8');
            throw gitFailed(args, result, directory);
        },
    };
}
/** The error for a git that failed, in git's own words. */
function gitFailed(args, result, directory) {
    const said = result.stderr.trim().slice(-1000);
    return new errors/* AdapterError */.om({
        code: 'repository_unusable',
        message: `git ${args[0] ?? ''} failed in ${directory}: ${said === '' ? `exit code ${result.code ?? 'none, it was killed'}` : said}`,
        remedy: /not a git repository/.test(said) ? 'Run this inside a git repository, or name one with working-directory.' : 'Run the same git command by hand; what git says above tells what to mend.',
    });
}
function runGit(args, options) {
    return new Promise((resolve, reject) => {
        // A process group of its own: whatever git starts ends with it, and Ctrl-C does not end git between an object and its ref.
        const child = (0,external_node_child_process_.spawn)('git', args, { cwd: options.cwd, env: options.env, detached: process.platform !== 'win32', stdio: ['pipe', 'pipe', 'pipe'] });
        const stdout = [];
        const stderr = [];
        let size = 0;
        const giveUp = (message) => {
            killGroup(child.pid);
            reject(new errors/* AdapterError */.om({ code: 'repository_unusable', message: `git ${args[SETTINGS.length] ?? ''} in ${options.cwd}: ${message}`, remedy: 'Check the disk and the processes that use this repository.' }));
        };
        const timer = setTimeout(() => { giveUp(`gave no answer within ${options.timeoutMs / 1000} s`); }, options.timeoutMs);
        child.stdout.on('data', (chunk) => {
            size += chunk.length;
            stdout.push(chunk);
            if (size > MAX_OUTPUT_BYTES)
                giveUp(`answered more than ${MAX_OUTPUT_BYTES} bytes`);
        });
        child.stderr.on('data', (chunk) => { stderr.push(chunk); });
        // Git may end without having read everything; its exit code says what that means.
        child.stdin.on('error', () => undefined);
        child.stdin.end(options.stdin);
        child.on('error', (error) => {
            clearTimeout(timer);
            reject(new errors/* AdapterError */.om({
                code: 'repository_unusable',
                message: `git cannot be run in ${options.cwd}: ${(0,errors/* messageOf */.bD)(error)}`,
                remedy: 'Install git 2.30 or later, put it on the PATH, and check that the directory exists.',
                cause: error,
            }));
        });
        child.on('close', (code) => {
            clearTimeout(timer);
            resolve({ code: code ?? undefined, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
        });
    });
}
function killGroup(pid) {
    if (pid === undefined)
        return;
    try {
        process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    }
    catch {
        // It is gone already.
    }
}

// EXTERNAL MODULE: ./build/src/domain/ledger/codec.js + 2 modules
var codec = __webpack_require__(5749);
// EXTERNAL MODULE: ./build/src/domain/ledger/ref.js
var ledger_ref = __webpack_require__(4919);
;// CONCATENATED MODULE: ./build/src/adapters/git/cat-file.js

/** Reads any number of objects, by oid or by full ref name, with one git process. The answers are in the order of the names. */
async function readObjects(git, names) {
    if (names.length === 0)
        return [];
    const args = ['cat-file', '--batch'];
    const result = await git.run(args, { stdin: names.map((name) => `${name}\n`).join('') });
    const objects = [];
    let rest = result.stdout;
    for (const name of names) {
        const end = rest.indexOf('\n');
        const header = rest.subarray(0, Math.max(end, 0)).toString('utf8');
        const found = /^([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)$/.exec(header);
        if (found?.[1] !== undefined && found[2] !== undefined) {
            const start = end + 1;
            const size = Number(found[3]);
            if (rest.length < start + size)
                throw unreadable(name, result.stderr);
            objects.push({ kind: 'found', oid: found[1], type: found[2], bytes: rest.subarray(start, start + size) });
            rest = rest.subarray(start + size + 1);
        }
        else if (header === `${name} missing`) {
            objects.push({ kind: 'missing' });
            rest = rest.subarray(end + 1);
        }
        else {
            throw unreadable(name, result.stderr);
        }
    }
    return objects;
}
function unreadable(name, said) {
    return new errors/* AdapterError */.om({
        code: 'ledger_unreadable',
        message: `git could not read ${name}: ${said.trim().slice(-500) || 'it gave no answer'}`,
        remedy: 'Check the repository with `git fsck`.',
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/git/commit.js
/** Splits the raw bytes of a commit object: headers, an empty line, the message (gitformat: commit objects). */
function parseCommit(bytes) {
    const text = bytes.toString('utf8');
    const gap = text.indexOf('\n\n');
    const head = gap < 0 ? text : text.slice(0, gap);
    const parents = [...head.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((match) => match[1] ?? '');
    return { parents, message: gap < 0 ? '' : text.slice(gap + 2) };
}

;// CONCATENATED MODULE: ./build/src/adapters/git/ledger.js






/** Entries read by one pair of git processes while walking the history. */
const PAGE = 100;
/** How often a ref that did not move is tried again: a lock file of git that another process holds for a moment looks like that. */
const ATTEMPTS = 5;
/** Opens the ledgers below the namespace. Throws `bad_input` when it is not one. */
function openGitLedger(git, namespace) {
    const checked = (0,ledger_ref/* parseNamespace */.LM)(namespace);
    if (!checked.ok) {
        const [problem] = checked.problems;
        throw new errors/* AdapterError */.om({ code: 'bad_input', message: `ledger namespace ${namespace}: ${problem.what}`, remedy: problem.remedy });
    }
    return {
        read: (key) => read(git, (0,ledger_ref/* refOf */.H8)(key, namespace), key),
        append: (entry, parent, options) => append(git, (0,ledger_ref/* refOf */.H8)(entry.key, namespace), { entry, parent, commit: options.commit }),
        history: (key) => ledger_history(git, (0,ledger_ref/* refOf */.H8)(key, namespace), key),
        keys: () => keys(git, namespace),
    };
}
async function read(git, ref, key) {
    for (let attempt = 1;; attempt += 1) {
        const [object] = await readObjects(git, [ref]);
        if (object?.kind === 'found')
            return headOf(object, ref, key).head;
        // `cat-file` calls a ref missing too when what it points at is gone, and a lock must never look free because of that.
        const state = await refState(git, ref);
        if (state.kind === 'absent')
            return undefined;
        if (state.kind === 'broken' || attempt >= ATTEMPTS) {
            throw ledger_unreadable(ref, `the ref exists, but what it points at cannot be read${state.kind === 'broken' ? `: ${state.said}` : ''}`);
        }
    }
}
async function refState(git, ref) {
    const result = await git.run(['for-each-ref', '--format=%(objectname) %(refname)', ref]);
    const line = result.stdout.toString('utf8').split('\n').find((one) => one.endsWith(` ${ref}`));
    if (line !== undefined)
        return { kind: 'present', oid: line.slice(0, line.indexOf(' ')) };
    const said = result.stderr.trim();
    return result.code === 0 && said === '' ? { kind: 'absent' } : { kind: 'broken', said: said.slice(-300) };
}
function headOf(object, ref, key) {
    if (object.type !== 'commit')
        throw ledger_unreadable(ref, `it points at a ${object.type}, not at a commit`);
    const { parents, message } = parseCommit(object.bytes);
    const decoded = (0,codec/* decodeEntry */.LP)(message);
    if (!decoded.ok) {
        const [problem] = decoded.problems;
        const place = `${ref} at ${object.oid.slice(0, 12)}`;
        throw new errors/* AdapterError */.om({ code: problem.code, message: `${place}: ${problem.what} (found: ${problem.value ?? ''})`, remedy: problem.remedy });
    }
    const entry = decoded.value;
    if (parents.length > 1)
        throw ledger_unreadable(ref, `entry ${entry.height} has ${parents.length} parents`);
    if (key !== undefined && !(0,ledger_ref/* isSameLedger */.wu)(entry.key, key))
        throw ledger_unreadable(ref, `entry ${entry.height} belongs to ${(0,ledger_ref/* nameLedger */.Vf)(entry.key)}`);
    return { head: { oid: object.oid, entry }, parent: parents[0] };
}
async function append(git, ref, what) {
    const { entry, parent } = what;
    const oid = await commitEntry(git, what);
    const zero = '0'.repeat(oid.length);
    // --no-deref: a ref that someone made symbolic must not lead the write to another one.
    const args = ['update-ref', '--no-deref', '-m', 'flowspec-operate', ref, oid, parent ?? zero];
    for (let attempt = 1;; attempt += 1) {
        const result = await git.run(args);
        if (result.code === 0)
            return { kind: 'appended', head: { oid, entry } };
        // The words of git are for people; only the ref itself says whether someone else was first.
        const state = await refState(git, ref);
        if (state.kind === 'present' && state.oid === oid)
            return { kind: 'appended', head: { oid, entry } };
        if ((state.kind === 'present' ? state.oid : undefined) !== parent && state.kind !== 'broken')
            return { kind: 'conflict' };
        if (attempt >= ATTEMPTS)
            throw unwritable(ref, gitFailed(args, result, git.directory));
    }
}
/** The commit of an entry. Nothing refers to it yet: a crash from here to update-ref leaves only an object that git collects some day. */
async function commitEntry(git, what) {
    const { entry, parent, commit } = what;
    const message = (0,codec/* encodeEntry */.vv)(entry);
    if (message.length > codec/* MAX_ENTRY_LENGTH */.N5) {
        throw new errors/* AdapterError */.om({ code: 'ledger_unwritable', message: `the entry has ${message.length} characters, at most ${codec/* MAX_ENTRY_LENGTH */.N5} are allowed`, remedy: 'Shorten the reasons and messages that were given; lift old quarantines.' });
    }
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) {
        throw new errors/* AdapterError */.om({ code: 'bad_input', message: `not a full commit id: ${(0,ledger_ref/* printable */.g$)(commit)}`, remedy: 'Give the full lower-case id, as `git rev-parse HEAD` prints it.' });
    }
    const date = `@${Math.floor(entry.at / 1000)} +0000`;
    const author = (0,ledger_ref/* printable */.g$)(entry.actor).replace(/[<>]/g, ' ').trim() || 'unknown';
    const args = ['commit-tree', `${commit}^{tree}`, ...(parent === undefined ? [] : ['-p', parent]), '-F', '-'];
    const result = await git.run(args, {
        stdin: message,
        env: {
            GIT_AUTHOR_NAME: /[^.,:;"'\\\s]/.test(author) ? author : 'unknown',
            GIT_AUTHOR_EMAIL: 'actor@flowspec.invalid',
            GIT_AUTHOR_DATE: date,
            GIT_COMMITTER_NAME: 'flowspec-operate',
            GIT_COMMITTER_EMAIL: 'operate@flowspec.invalid',
            GIT_COMMITTER_DATE: date,
        },
    });
    if (result.code !== 0)
        throw unwritable((0,ledger_ref/* nameLedger */.Vf)(entry.key), gitFailed(args, result, git.directory));
    return result.stdout.toString('utf8').trim();
}
async function* ledger_history(git, ref, key) {
    const newest = await read(git, ref, key);
    let from = newest?.oid;
    while (from !== undefined) {
        const args = ['rev-list', `--max-count=${PAGE}`, '--end-of-options', from];
        const list = await git.run(args);
        if (list.code !== 0)
            throw ledger_unreadable(ref, gitFailed(args, list, git.directory).message);
        const oids = list.stdout.toString('utf8').split('\n').filter((oid) => oid !== '');
        from = undefined;
        for (const [index, object] of (await readObjects(git, oids)).entries()) {
            if (object.kind === 'missing')
                throw ledger_unreadable(ref, `the entry ${oids[index] ?? ''} is missing`);
            const { head, parent } = headOf(object, ref, key);
            yield head;
            from = parent;
        }
    }
}
async function keys(git, namespace) {
    const args = ['for-each-ref', '--format=%(refname)', `${namespace}/`];
    const result = await git.run(args);
    if (result.code !== 0)
        throw ledger_unreadable(namespace, gitFailed(args, result, git.directory).message);
    const refs = result.stdout.toString('utf8').split('\n').filter((ref) => ref.slice(namespace.length + 1).split('/').length === 2);
    const objects = await readObjects(git, refs);
    return objects.map((object, index) => {
        const ref = refs[index] ?? namespace;
        if (object.kind === 'missing')
            throw ledger_unreadable(ref, 'the ref exists, but what it points at cannot be read');
        return headOf(object, ref, undefined).head.entry.key;
    });
}
function ledger_unreadable(ref, why) {
    return new errors/* AdapterError */.om({
        code: 'ledger_unreadable',
        message: `${ref}: ${why}`,
        remedy: `Look at it with \`git log ${ref}\` and \`git fsck\`. docs/reference/ledger.md says how to move it back to the last good entry.`,
    });
}
function unwritable(ref, cause) {
    return new errors/* AdapterError */.om({ code: 'ledger_unwritable', message: `${ref} could not be written: ${cause.message}`, remedy: 'If git names a .lock file and no git process runs, delete that file; otherwise mend what git says.', cause });
}

;// CONCATENATED MODULE: ./build/src/adapters/git/repository.js


/** Finds the work tree that the directory is in. Throws `repository_unusable` when there is none. */
async function openRepository(git, reopen) {
    const root = (await git.text(['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
    return gitRepository(reopen(root), root);
}
/** The repository whose root is known. */
function gitRepository(git, root) {
    return {
        root,
        head: () => head(git),
        commitTime: (commit) => commitTime(git, commit),
        message: (commit) => message(git, commit),
        uncommitted: (paths) => uncommitted(git, paths),
        log: (from, to) => log(git, from, to),
        changed: (from, to) => changed(git, from, to),
        tagged: (name) => tagged(git, `refs/tags/${name}`),
        tag: (name, commit, message) => tag(git, { name, commit, message }),
    };
}
/** A revision resolved to a full id. `--end-of-options` keeps a name that begins with a dash from being an option. */
async function resolve(git, revision) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    const result = await git.run(args);
    const oid = result.stdout.toString('utf8').trim();
    if (result.code === 0 && oid !== '')
        return oid;
    if (/not a git repository|dubious ownership/.test(result.stderr))
        throw gitFailed(args, result, git.directory);
    throw new errors/* AdapterError */.om({
        code: 'repository_unusable',
        message: `no commit ${JSON.stringify(revision.slice(0, 200))} in ${git.directory}`,
        remedy: 'Check the name. In a shallow clone fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout.',
    });
}
async function head(git) {
    const [status, origin] = await Promise.all([git.text(['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=normal']), originOf(git)]);
    const lines = status.split('\0');
    const field = (name) => lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3);
    const commit = field('branch.oid');
    if (commit === undefined || commit === '(initial)') {
        throw new errors/* AdapterError */.om({ code: 'repository_unusable', message: `the repository ${git.directory} has no commit yet`, remedy: 'Commit what is to be deployed first.' });
    }
    const branch = field('branch.head');
    return {
        commit,
        committedAt: await commitTime(git, commit),
        ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
        dirty: lines.some((line) => line !== '' && !line.startsWith('# ')),
        ...(origin === undefined ? {} : { origin }),
    };
}
/** Where the repository came from, without the password or token that a URL may carry. */
async function originOf(git) {
    const result = await git.run(['config', '--get', 'remote.origin.url']);
    const url = result.stdout.toString('utf8').trim();
    return url === '' ? undefined : url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
async function commitTime(git, commit) {
    const oid = await resolve(git, commit);
    return Number((await git.text(['log', '-1', '--format=%ct', oid, '--'])).trim()) * 1000;
}
async function message(git, commit) {
    return (await git.text(['log', '-1', '--format=%B', await resolve(git, commit), '--'])).trimEnd();
}
async function uncommitted(git, paths) {
    const [changed, fresh] = await Promise.all([
        git.text(['diff-index', '-z', '--name-only', '--no-renames', await resolve(git, 'HEAD'), '--', ...paths]),
        git.text(['ls-files', '-z', '--others', '--exclude-standard', '--', ...paths]),
    ]);
    return `${changed}${fresh}`.split('\0').filter((path) => path !== '').toSorted();
}
async function log(git, from, to) {
    const range = [await resolve(git, to), ...(from === undefined ? [] : [`^${await resolve(git, from)}`])];
    const text = await git.text(['log', '-z', '--format=%H%x00%an%x00%ct%x00%s', ...range, '--']);
    if (text === '')
        return [];
    const fields = text.replace(/\0$/, '').split('\0');
    return Array.from({ length: Math.floor(fields.length / 4) }, (_, index) => {
        const [sha = '', author = '', seconds = '', subject = ''] = fields.slice(index * 4, index * 4 + 4);
        return { sha, subject, author, at: Number(seconds) * 1000 };
    });
}
async function changed(git, from, to) {
    const text = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--no-commit-id', await resolve(git, from), await resolve(git, to), '--']);
    return text.split('\0').filter((path) => path !== '');
}
async function tag(git, what) {
    const { name, message } = what;
    const commit = await resolve(git, what.commit);
    const ref = `refs/tags/${name}`;
    const valid = await git.run(['check-ref-format', ref]);
    if (valid.code !== 0 || name.startsWith('-')) {
        throw new errors/* AdapterError */.om({ code: 'bad_input', message: `git does not allow a tag of the name ${JSON.stringify(name.slice(0, 200))}`, remedy: 'Give the version a name without spaces and without ~ ^ : ? * [ \\ and a leading dash.' });
    }
    if (await isTagged(git, ref, commit))
        return;
    const args = ['tag', '--annotate', '--cleanup=verbatim', '--file=-', '--', name, commit];
    const created = await git.run(args, { stdin: message === '' ? name : message, env: await identity(git) });
    // A race for the same tag on the same commit has no loser.
    if (created.code !== 0 && !(await isTagged(git, ref, commit)))
        throw gitFailed(args, created, git.directory);
}
async function tagged(git, ref) {
    const result = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{}`]);
    const found = result.stdout.toString('utf8').trim();
    return result.code !== 0 || found === '' ? undefined : found;
}
async function isTagged(git, ref, commit) {
    const found = await tagged(git, ref);
    if (found === undefined)
        return false;
    if (found === commit)
        return true;
    throw new errors/* AdapterError */.om({
        code: 'tag_exists_elsewhere',
        message: `the tag ${ref.slice('refs/tags/'.length)} is on ${found.slice(0, 12)}, not on ${commit.slice(0, 12)}`,
        remedy: 'A release tag is never moved. Release under another version.',
    });
}
/** Who tags: the user as git knows them, or this program where nobody is configured, as on a build machine. */
async function identity(git) {
    const known = await git.run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']);
    return known.code === 0 ? {} : { GIT_COMMITTER_NAME: 'flowspec-operate', GIT_COMMITTER_EMAIL: 'operate@flowspec.invalid' };
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./build/src/adapters/git/run-probe.js
// Whether the process behind a local run still lives. Wrong towards `finished` would let two runs change one environment, so
// everything that is not certain is `unknown`.





/** The reference of a run that is this process. `id` must be new for each run (a ULID). */
async function localRun(id, now) {
    const [realm, life] = await Promise.all([realmOf(), lifeOf(process.pid)]);
    return {
        id,
        attempt: 1,
        host: (0,external_node_os_.hostname)(),
        pid: process.pid,
        startedAt: now - Math.round(process.uptime() * 1000),
        realm,
        ...(life.kind === 'alive' ? { birth: life.birth } : {}),
    };
}
/** Probes runs of this machine; a run of any other place is `unknown`. */
function localRunProbe() {
    return { state: stateOf };
}
async function stateOf(run) {
    if (run.pid === undefined || run.pid <= 0 || run.realm === undefined || run.host !== (0,external_node_os_.hostname)() || run.realm !== (await realmOf()))
        return 'unknown';
    if (!exists(run.pid))
        return 'finished';
    const life = await lifeOf(run.pid);
    if (life.kind === 'dead')
        return 'finished';
    if (life.kind === 'unknown' || run.birth === undefined)
        return exists(run.pid) ? 'unknown' : 'finished';
    return life.birth === run.birth ? 'running' : 'finished';
}
/** Signal 0 asks whether a process exists; a refusal means that it does and is not ours (kill(2)). */
function exists(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return !(typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH');
    }
}
/** On Linux the boot and the tick at which the process began (proc(5), field 22); both are exact, unlike any wall clock. */
async function lifeOf(pid) {
    if (process.platform !== 'linux')
        return lifeByPs(pid);
    try {
        const [boot, stat] = await Promise.all([(0,promises_.readFile)('/proc/sys/kernel/random/boot_id', 'utf8'), (0,promises_.readFile)(`/proc/${pid}/stat`, 'utf8')]);
        // The name of the program is in parentheses and may hold spaces and parentheses itself.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const [state] = fields;
        const ticks = fields[19];
        // A zombie has ended; only its parent has not noticed.
        if (state === 'Z' || state === 'X')
            return { kind: 'dead' };
        return ticks === undefined ? { kind: 'unknown' } : { kind: 'alive', birth: `${boot.trim()}:${ticks}` };
    }
    catch {
        return { kind: 'unknown' };
    }
}
async function lifeByPs(pid) {
    try {
        const { stdout } = await (0,external_node_util_.promisify)(external_node_child_process_.execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' }, timeout: 10_000 });
        const birth = stdout.trim();
        return birth === '' ? { kind: 'unknown' } : { kind: 'alive', birth };
    }
    catch {
        return { kind: 'unknown' };
    }
}
/**
 * The machine and process table in which a pid counts. The machine id stays on the machine, so only a hash of it is written, as
 * machine-id(5) asks. A container has a process table of its own and often no machine id.
 */
async function realmOf() {
    const [machine, table] = await Promise.all([
        (0,promises_.readFile)('/etc/machine-id', 'utf8').catch(() => ''),
        (0,promises_.readlink)('/proc/self/ns/pid').catch(() => process.platform),
    ]);
    return (0,external_node_crypto_.createHash)('sha256').update(`flowspec-operate\n${machine.trim()}\n${table}\n`).digest('hex').slice(0, 24);
}

;// CONCATENATED MODULE: ./build/src/adapters/probes/attempt.js

/** The sentence of a network error, with its code when it has one. */
function networkCause(error) {
    // Both addresses of a name were tried.
    if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
        return [...new Set(error.errors.map(networkCause))].join('; ');
    }
    const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    const code = errorCode(error);
    return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}
/** The last lines of an output, for a report. */
function attempt_lastLines(text, lines = 20) {
    return text.trimEnd().split('\n').slice(-lines).join('\n').slice(-4_000);
}

;// CONCATENATED MODULE: ./build/src/adapters/probes/command-probe.js


/**
 * Runs the check's program. It passes with exit code 0 and in no other way: a signal, any other code or running out of time is a
 * fail, and what it left running is killed (FAULTS G11, G13, I29).
 */
async function probeCommand(check, subject, where) {
    const url = subject.address === undefined ? undefined : new URL(subject.address);
    const env = {
        TARGET_DIGEST: subject.digest,
        ...(url === undefined ? {} : { TARGET_URL: url.origin, TARGET_HOST: url.hostname, TARGET_PORT: url.port }),
    };
    const name = check.argv.join(' ').slice(0, 200);
    try {
        const ran = await where.programs.run(check.argv, { cwd: where.cwd, env, timeoutMs: subject.timeoutMs, signal: subject.signal });
        const tail = attempt_lastLines(`${ran.stdout}\n${ran.stderr}`);
        if (ran.timedOut)
            return { verdict: 'fail', detail: `${name}: not done within ${Math.round(subject.timeoutMs)} ms; it was killed`, tail };
        if (ran.signal !== undefined)
            return { verdict: 'fail', detail: `${name}: ended by ${ran.signal}`, tail };
        if (ran.code !== 0)
            return { verdict: 'fail', detail: `${name}: expected exit code 0, found ${ran.code ?? 'none'}`, tail };
        return { verdict: 'pass', detail: `${name}: exit code 0` };
    }
    catch (error) {
        if (!(error instanceof errors/* AdapterError */.om))
            throw error;
        return { verdict: 'error', detail: `${error.message}. ${error.remedy ?? ''}`.trim(), final: true };
    }
}

;// CONCATENATED MODULE: ./build/src/domain/health/json-path.js

const SEGMENT = /\.([A-Za-z_][\w-]*)|\["([^"\\]*)"\]|\[(\d{1,9})\]/y;
/** Parses `$.a.b[0]["c d"]` (SPEC D2). Wildcards, slices and filters are mistakes: a check names exactly one place. */
function parseJsonPath(text) {
    const path = [];
    let at = 1;
    while (text.startsWith('$') && at < text.length) {
        SEGMENT.lastIndex = at;
        const match = SEGMENT.exec(text);
        if (match === null)
            break;
        path.push(match[1] ?? match[2] ?? Number(match[3]));
        at += match[0].length;
    }
    if (text.startsWith('$') && at === text.length)
        return (0,problem/* parsed */.Yz)(path);
    return (0,problem/* mistaken */.R3)({
        code: 'json-path.malformed',
        what: 'not a path into JSON',
        value: text.slice(0, 80),
        remedy: 'Write `$` and then `.name`, `["name"]` or `[0]` for each step, such as `$.checks.database[0].ok`.',
    });
}
/** Looks a path up. Only a value's own properties count, so `__proto__` is never found by inheritance (FAULTS M12). */
function lookUp(value, path) {
    let here = value;
    for (const step of path) {
        if (typeof here !== 'object' || here === null || Array.isArray(here) !== (typeof step === 'number'))
            return { found: false };
        const entry = Object.entries(here).find(([key]) => key === String(step));
        if (entry === undefined)
            return { found: false };
        here = entry[1];
    }
    return { found: true, value: here };
}

;// CONCATENATED MODULE: ./build/src/domain/health/expectation.js

/** Compares an answer with what was expected: the first difference decides, in one sentence (SPEC D2, FAULTS G06). */
function judgeAnswer(expect, answer) {
    const difference = statusDifference(expect.status, answer) ?? latencyDifference(expect.latencyMs, answer) ?? textDifference(expect, answer);
    if (difference !== undefined)
        return { verdict: 'fail', detail: difference };
    const json = expect.json ?? [];
    if (json.length > 0)
        return jsonVerdict(json, answer);
    return { verdict: 'pass', detail: found(answer) };
}
function found(answer) {
    return `status ${answer.status} in ${Math.round(answer.latencyMs)} ms`;
}
function statusDifference(expected, answer) {
    const isExpected = expected.length === 0 ? answer.status >= 200 && answer.status < 300 : expected.includes(answer.status);
    if (isExpected)
        return undefined;
    const wanted = expected.length === 0 ? '2xx' : expected.join(' or ');
    const redirect = answer.location === undefined ? '' : ` (a redirect to ${answer.location.slice(0, 200)}, which is not followed)`;
    return `expected status ${wanted}, found ${answer.status}${redirect}`;
}
function latencyDifference(limitMs, answer) {
    if (limitMs === undefined || answer.latencyMs <= limitMs)
        return undefined;
    return `expected an answer within ${limitMs} ms, it took ${Math.round(answer.latencyMs)} ms`;
}
function textDifference(expect, answer) {
    const where = answer.cut ? 'the first part of the body that may be read' : 'the body';
    if (expect.bodyContains !== undefined && !answer.body.includes(expect.bodyContains)) {
        return `expected ${JSON.stringify(expect.bodyContains)} in the body, ${where} does not contain it`;
    }
    if (expect.bodyMatches === undefined || answer.matches === true)
        return undefined;
    if (answer.matches === undefined)
        return `the expression /${expect.bodyMatches}/ took too long to compare with the body`;
    return `expected the body to match /${expect.bodyMatches}/, ${where} does not`;
}
function jsonVerdict(expected, answer) {
    const body = parseJson(answer.body);
    if (!body.ok)
        return { verdict: 'fail', detail: answer.cut ? 'expected JSON, the body is longer than what may be read' : 'expected JSON, the body is not JSON' };
    for (const expectation of expected) {
        const path = parseJsonPath(expectation.path);
        if (!path.ok)
            return { verdict: 'error', detail: `${path.problems[0].what}: ${expectation.path}. ${path.problems[0].remedy}` };
        const there = lookUp(body.value, path.value);
        if (!there.found)
            return { verdict: 'fail', detail: `expected ${expectation.path} in the body, there is none` };
        if (expectation.equals !== undefined && there.value !== expectation.equals) {
            const value = JSON.stringify(there.value).slice(0, 200);
            return { verdict: 'fail', detail: `expected ${expectation.path} to be ${JSON.stringify(expectation.equals)}, found ${value}` };
        }
    }
    return { verdict: 'pass', detail: found(answer) };
}
function parseJson(text) {
    try {
        const value = JSON.parse(text);
        return { ok: true, value };
    }
    catch {
        return { ok: false };
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/probes/address.js

/**
 * The URL a check asks: a path on the release's own address, or an absolute http(s) URL. Credentials in a URL, other protocols and
 * control characters are refused (FAULTS G09), because each has been used to make a checker talk to someone else.
 */
function urlOf(path, address) {
    const refuse = (what, remedy) => (0,problem/* mistaken */.R3)({ code: 'check.bad-url', what, value: path.slice(0, 120), remedy });
    if (hasControls(path))
        return refuse('a URL with white space or control characters', 'Percent-encode them.');
    const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(path);
    if (!isAbsolute && (!path.startsWith('/') || path.startsWith('//')))
        return refuse('neither a path nor an http(s) URL', 'Start it with `/`, `http://` or `https://`.');
    if (!isAbsolute && address === undefined)
        return refuse('a path, but the release has no address', 'The release must run and listen before it can be asked; see its log.');
    const text = isAbsolute ? path : `${address ?? ''}${path}`;
    if (!URL.canParse(text))
        return refuse('not a URL', 'Write it as `http://host:port/path`.');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
        return refuse(`the protocol ${url.protocol}`, 'Only http and https can be asked.');
    if (url.username !== '' || url.password !== '')
        return refuse('a URL with credentials', 'Send them in a header.');
    return (0,problem/* parsed */.Yz)(url);
}
function hasControls(text) {
    return [...text].some((character) => character <= ' ' || character === '\u007f');
}
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
/** The first thing about a request that must not be sent: a line break in a header could add another (FAULTS G09). */
function malformedRequest(check) {
    if (!TOKEN.test(check.method))
        return `the method ${JSON.stringify(check.method.slice(0, 40))} is malformed`;
    const bad = Object.entries(check.headers).find(([name, value]) => !TOKEN.test(name) || !HEADER_VALUE.test(value));
    return bad === undefined ? undefined : `the header ${JSON.stringify(bad[0].slice(0, 40))} is malformed`;
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./build/src/adapters/probes/answer.js


/** Most of a body that is read, bytes (FAULTS G05). */
const BODY_LIMIT = 1024 * 1024;
/**
 * Sends one request on a connection of its own and reads the answer. Redirects are not followed (FAULTS G06). The signal ends
 * everything, a body that drips in byte by byte included (G05). Rejects with the cause when there was no complete answer.
 */
function askOnce(url, check, signal) {
    return new Promise((resolve, reject) => {
        const send = url.protocol === 'https:' ? external_node_https_.request : external_node_http_.request;
        const from = performance.now();
        const request = send(url, { method: check.method, headers: { 'user-agent': 'flowspec-operate', ...check.headers }, agent: false, signal });
        request.on('error', reject);
        request.on('response', (response) => {
            const chunks = [];
            let size = 0;
            const done = (cut) => {
                const body = new TextDecoder('utf-8').decode(Buffer.concat(chunks).subarray(0, BODY_LIMIT));
                const { location } = response.headers;
                resolve({ status: response.statusCode ?? 0, latencyMs: performance.now() - from, body, cut, ...(location === undefined ? {} : { location }) });
            };
            response.on('data', (chunk) => {
                chunks.push(chunk);
                size += chunk.length;
                if (size <= BODY_LIMIT)
                    return;
                done(true);
                request.destroy();
            });
            response.on('end', () => done(false));
            response.on('aborted', () => reject(new Error('the connection ended in the middle of the answer')));
            response.on('error', reject);
        });
        request.end(check.body);
    });
}

// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(714);
;// CONCATENATED MODULE: ./build/src/adapters/probes/match.js

/** How long an expression may be compared with a body, milliseconds. */
const LIMIT_MS = 250;
/**
 * Whether the expression matches; undefined when that cannot be told in time. A context of its own is the only way in this process to
 * interrupt an expression that backtracks for ever (FAULTS M13). Throws a SyntaxError for a malformed expression.
 */
function matchesWithin(expression, text) {
    new RegExp(expression);
    try {
        return (0,external_node_vm_.runInNewContext)('new RegExp(expression).test(text)', { expression, text }, { timeout: LIMIT_MS }) === true;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/probes/http-probe.js






/** One HTTP request and its judgement. No answer is a fail with its cause: a service that cannot be reached is not healthy (FAULTS G01). */
async function probeHttp(check, subject) {
    const url = urlOf(check.path, subject.address);
    if (!url.ok) {
        const [problem] = url.problems;
        const isUnreachable = subject.address === undefined && check.path.startsWith('/');
        return { verdict: isUnreachable ? 'fail' : 'error', detail: `${problem.what}: ${problem.value ?? ''}. ${problem.remedy}`, final: !isUnreachable };
    }
    const malformed = malformedRequest(check);
    if (malformed !== undefined)
        return { verdict: 'error', detail: malformed, final: true };
    const limit = AbortSignal.timeout(Math.max(1, subject.timeoutMs));
    try {
        const answer = await askOnce(url.value, check, AbortSignal.any([limit, subject.signal]));
        const matches = check.expect.bodyMatches === undefined ? undefined : matchesWithin(check.expect.bodyMatches, answer.body);
        const { verdict, detail } = judgeAnswer(check.expect, { ...answer, matches });
        return { verdict, detail: `${check.method} ${url.value.href}: ${detail}`, ...(verdict === 'pass' ? {} : { tail: attempt_lastLines(answer.body) }) };
    }
    catch (error) {
        if (error instanceof SyntaxError)
            return { verdict: 'error', detail: `the expression of the check is malformed: ${(0,errors/* messageOf */.bD)(error)}`, final: true };
        const cause = limit.aborted ? `no complete answer within ${Math.round(subject.timeoutMs)} ms` : networkCause(error);
        return { verdict: 'fail', detail: `${check.method} ${url.value.href}: ${cause}` };
    }
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./build/src/adapters/probes/tcp-probe.js


/** Opens a connection and closes it. */
async function probeTcp(check, subject) {
    const own = subject.address === undefined ? undefined : new URL(subject.address);
    const host = check.host ?? own?.hostname.replace(/^\[|\]$/g, '');
    const port = check.port ?? (own === undefined ? undefined : Number(own.port === '' ? defaultPort(own) : own.port));
    if (host === undefined || port === undefined)
        return { verdict: 'fail', detail: 'the release has no address to connect to' };
    const place = `${host}:${port}`;
    return new Promise((resolve) => {
        const socket = (0,external_node_net_.connect)({ host, port });
        const end = (attempt) => {
            clearTimeout(timer);
            subject.signal.removeEventListener('abort', onAbort);
            socket.destroy();
            resolve(attempt);
        };
        const timer = setTimeout(() => end({ verdict: 'fail', detail: `${place}: no connection within ${Math.round(subject.timeoutMs)} ms` }), subject.timeoutMs);
        const onAbort = () => end({ verdict: 'error', detail: `${place}: stopped before it was connected` });
        subject.signal.addEventListener('abort', onAbort, { once: true });
        socket.once('connect', () => end({ verdict: 'pass', detail: `${place} accepts connections` }));
        socket.on('error', (error) => end({ verdict: 'fail', detail: `${place}: ${networkCause(error)}` }));
    });
}
function defaultPort(url) {
    return url.protocol === 'https:' ? '443' : '80';
}

;// CONCATENATED MODULE: ./build/src/adapters/probes/prober.js





/** Pause before a check is tried again, milliseconds: short at first, because most services are slow only to start. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** Pause between passes in a row, milliseconds: a service that flaps must have the time to do so (FAULTS G04). */
const CONFIRM_PAUSE_MS = 200;
/**
 * Examines releases from outside. A check is tried until it has passed `consecutive` times in a row or the deadline has come
 * (FAULTS G03, G04); each try has its own limit, which covers everything up to the last byte (G05). A service that cannot be reached
 * fails; `error` means that the check itself could not be made, such as a malformed URL or a program that is not there. Commands run
 * in `cwd`.
 */
function prober(options) {
    const { clock } = options;
    return {
        async check(check, at) {
            const from = clock.now();
            let attempts = 0;
            let inARow = 0;
            let pause = FIRST_PAUSE_MS;
            let failure = { verdict: 'inconclusive', detail: 'there was no time to make the check' };
            const result = (attempt) => ({
                name: check.name,
                area: check.area,
                verdict: attempt.verdict,
                attempts,
                durationMs: clock.now() - from,
                detail: attempt.detail,
                ...(attempt.tail === undefined || attempt.tail === '' ? {} : { tail: attempt.tail }),
            });
            while (!at.signal.aborted && clock.now() < at.deadline) {
                attempts += 1;
                const timeoutMs = Math.min(check.timeoutMs, at.deadline - clock.now());
                const found = await attempt(check, { ...at, timeoutMs }, options);
                // A try that the deadline cut short says less than the one before it.
                if (found.verdict !== 'pass' && (timeoutMs === check.timeoutMs || failure.verdict === 'inconclusive'))
                    failure = found;
                if (found.final === true)
                    return result(found);
                inARow = found.verdict === 'pass' ? inARow + 1 : 0;
                if (inARow >= check.consecutive)
                    return result(found);
                const wait = inARow > 0 ? CONFIRM_PAUSE_MS : pause;
                pause = inARow > 0 ? pause : Math.min(pause * 2, LONGEST_PAUSE_MS);
                if (clock.now() + wait >= at.deadline)
                    break;
                await clock.sleep(wait, at.signal).catch(() => undefined);
            }
            if (at.signal.aborted)
                return result({ verdict: 'error', detail: `stopped: ${(0,errors/* messageOf */.bD)(at.signal.reason)}` });
            if (inARow === 0)
                return result(failure);
            return result({ verdict: 'fail', detail: `passed ${inARow} times in a row, ${check.consecutive} are needed; the time ran out` });
        },
    };
}
async function attempt(check, subject, options) {
    try {
        switch (check.kind) {
            case 'http':
                return await probeHttp(check, subject);
            case 'tcp':
                return await probeTcp(check, subject);
            case 'command':
                return await probeCommand(check, subject, options);
            default:
                return (0,problem/* assertNever */.xb)(check);
        }
    }
    catch (error) {
        return { verdict: 'error', detail: (0,errors/* messageOf */.bD)(error) };
    }
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/glob.js
// Names in `exclude` and `allow`: `*` and `?` stay inside one part of a path, `**` crosses parts. A pattern without a slash
// matches a part at any depth; a pattern that matches a folder matches everything in it. Matching takes linear space and
// at most pattern times path steps, so no pattern can hang a run (FAULTS M13).
/** A predicate for paths that any of the patterns matches. */
function matcher(patterns) {
    const parsed = patterns.map((pattern) => {
        const pieces = pattern.split('/').filter((piece) => piece !== '' && piece !== '.');
        return pieces.length === 1 ? ['**', ...pieces] : pieces;
    });
    return (path) => parsed.some((pattern) => matchesOrHolds(pattern, path.split('/')));
}
function matchesOrHolds(pattern, parts) {
    // reach[i]: the pieces so far can consume exactly the first i parts of the path.
    let reach = [true, ...parts.map(() => false)];
    for (const piece of pattern) {
        const from = reach;
        if (piece === '**') {
            const first = from.indexOf(true);
            reach = from.map((_, i) => first !== -1 && i >= first);
        }
        else {
            reach = [false, ...parts.map((part, i) => from[i] === true && partMatches(piece, part))];
        }
    }
    return reach.some((reached, i) => reached && i > 0);
}
function partMatches(pattern, text) {
    let p = 0;
    let t = 0;
    let star = -1;
    let mark = 0;
    while (t < text.length) {
        if (pattern[p] === '*') {
            star = p++;
            mark = t;
        }
        else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
            p++;
            t++;
        }
        else if (star >= 0) {
            p = star + 1;
            t = ++mark;
        }
        else {
            return false;
        }
    }
    while (pattern[p] === '*')
        p++;
    return p === pattern.length;
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/manifest.js
// The documents of the store: manifests, file lists and index, written one way and read strictly (OCI image-spec 1.1).




/** The manifest of an artifact; the same content gives the same bytes. */
function releaseText(release) {
    const annotations = Object.entries(release.annotations).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST_TYPE,
        artifactType: RELEASE_TYPE,
        config: { mediaType: FILE_LIST_TYPE, digest: release.config.digest, size: release.config.size },
        layers: [{ mediaType: LAYER_TYPE, digest: release.layer.digest, size: release.layer.size }],
        ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    });
}
/** The manifest that ties a document to its subject (OCI image-spec 1.1, manifests with subject). */
function referrerText(referrer) {
    return JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST_TYPE,
        artifactType: referrer.artifactType,
        config: { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: EMPTY_TEXT.length },
        layers: [plain(referrer.document)],
        subject: plain(referrer.subject),
    });
}
/** The config of an artifact: its files in packing order. */
function fileListText(files) {
    return JSON.stringify({ schema: 1, files: files.map((file) => ({ path: file.path, size: file.size, digest: file.digest, executable: file.executable })) });
}
/** The index of a layout, sorted by digest. */
function indexText(entries) {
    const manifests = [...entries].sort((a, b) => (a.digest < b.digest ? -1 : 1)).map(descriptorFields);
    return `${JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }, undefined, 2)}\n`;
}
/** One entry of an index as text: what the store keeps for each manifest. */
function entryText(entry) {
    return `${JSON.stringify(descriptorFields(entry))}\n`;
}
/** Reads a release manifest. Only what `releaseText` writes is accepted, byte for byte. */
function parseRelease(text) {
    const { config, layers, annotations } = manifest_fieldsOf(json(text));
    const read = { config: descriptorOf(config), layer: descriptorOf(manifest_listOf(layers)[0]), annotations: textsOf(annotations) };
    if (read.config === undefined || read.layer === undefined)
        return notOurs('manifest', 'names no file list and layer');
    const release = { config: read.config, layer: read.layer, annotations: read.annotations };
    return releaseText(release) === text ? (0,problem/* parsed */.Yz)(release) : notOurs('manifest', 'is not written as this tool writes it');
}
/** Reads a referrer manifest; strict in the same way. */
function parseReferrer(text) {
    const { artifactType, layers, subject } = manifest_fieldsOf(json(text));
    const read = { document: descriptorOf(manifest_listOf(layers)[0]), subject: descriptorOf(subject) };
    if (typeof artifactType !== 'string' || read.document === undefined || read.subject === undefined)
        return notOurs('referrer', 'names no document and subject');
    const referrer = { artifactType, document: read.document, subject: read.subject };
    return referrerText(referrer) === text ? (0,problem/* parsed */.Yz)(referrer) : notOurs('referrer', 'is not written as this tool writes it');
}
/** Reads a file list; strict, and every path must be one that packing allows, in packing order. */
function parseFileList(text) {
    const files = manifest_listOf(manifest_fieldsOf(json(text))['files']).map(fileOf);
    const whole = files.filter((file) => file !== undefined);
    if (whole.length === 0 || whole.length !== files.length || fileListText(whole) !== text)
        return notOurs('file list', 'is not written as this tool writes it');
    for (const file of whole) {
        const fault = pathFault(file.path);
        if (fault !== undefined)
            return notOurs('file list', `has a path that ${fault}: ${JSON.stringify(file.path)}`);
    }
    const double = collisions(whole.map((file) => file.path))[0];
    return double === undefined ? (0,problem/* parsed */.Yz)(whole) : notOurs('file list', `has two files of one name: ${JSON.stringify(double.first)} and ${JSON.stringify(double.second)}`);
}
/** Reads an index; strict. */
function parseIndex(text) {
    const entries = manifest_listOf(manifest_fieldsOf(json(text))['manifests']).map(descriptorOf);
    const whole = entries.filter((entry) => entry !== undefined);
    return whole.length === entries.length && indexText(whole) === text ? (0,problem/* parsed */.Yz)(whole) : notOurs('index', 'is not written as this tool writes it');
}
/** Reads one entry; strict. */
function parseEntry(text) {
    const entry = descriptorOf(json(text));
    return entry !== undefined && entryText(entry) === text ? (0,problem/* parsed */.Yz)(entry) : notOurs('entry', 'is not written as this tool writes it');
}
function plain(descriptor) {
    return { mediaType: descriptor.mediaType, digest: descriptor.digest, size: descriptor.size };
}
function descriptorFields(entry) {
    return { ...plain(entry), ...(entry.artifactType === undefined ? {} : { artifactType: entry.artifactType }) };
}
function notOurs(thing, what) {
    return (0,problem/* mistaken */.R3)({ code: 'artifact.malformed', what: `the ${thing} ${what}`, remedy: 'Pack the artifact again; what is stored was changed or was not made by this tool.' });
}
function json(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function manifest_fieldsOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function manifest_listOf(value) {
    return Array.isArray(value) ? value : [];
}
function textsOf(value) {
    return Object.fromEntries(Object.entries(manifest_fieldsOf(value)).map(([key, text]) => [key, String(text)]));
}
function descriptorOf(value) {
    const { mediaType, digest, size, artifactType } = manifest_fieldsOf(value);
    if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isSize(size))
        return undefined;
    const known = (0,artifact_digest/* parseDigest */.m)(digest);
    if (!known.ok)
        return undefined;
    return { mediaType, digest: known.value, size, ...(typeof artifactType === 'string' ? { artifactType } : {}) };
}
function fileOf(value) {
    const { path, size, digest, executable } = manifest_fieldsOf(value);
    if (typeof path !== 'string' || !isSize(size) || typeof digest !== 'string' || typeof executable !== 'boolean')
        return undefined;
    const known = (0,artifact_digest/* parseDigest */.m)(digest);
    return known.ok ? { path, size, digest: known.value, executable } : undefined;
}
function isSize(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/safety.js
const AREAS = [
    { kind: 'secret', name: 'no secrets inside', expected: 'no file that is or holds a credential' },
    { kind: 'environment', name: 'no environment-specific configuration', expected: 'the same files for every environment' },
    { kind: 'dependency', name: 'dependencies bundled', expected: 'every package that is imported is inside' },
];
/** Splits findings by the allow list and draws one row for each area (SPEC C2). `facts` say what was looked at. */
function safetyReport(found, isAllowed, facts) {
    const allowed = found.filter((finding) => isAllowed(finding.path));
    const findings = found.filter((finding) => !allowed.includes(finding));
    const checks = AREAS.map((area) => {
        const mine = findings.filter((finding) => finding.kind === area.kind);
        const silenced = allowed.filter((finding) => finding.kind === area.kind);
        const looked = area.kind === 'dependency' ? `${facts.manifests} package.json examined` : `${facts.files} files examined`;
        const note = silenced.length === 0 ? '' : `; allowed by name: ${[...new Set(silenced.map((finding) => finding.path))].join(', ')}`;
        return {
            name: area.name,
            verdict: mine.length === 0 ? 'pass' : 'fail',
            expected: area.expected,
            found: `${mine.length === 0 ? 'none found' : mine.map(sentence).join('; ')}, ${looked}${note}`,
        };
    });
    return { checks: [{ name: 'checksums', verdict: 'pass', expected: 'a sha256 of every file', found: `${facts.files} files` }, ...checks], findings, allowed };
}
/** One finding in one sentence: where, what, which rule. */
function sentence(finding) {
    const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
    return `${place}: ${finding.what} (${finding.rule})`;
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/tar.js
// The one tar format this project writes and reads: POSIX ustar, regular files only, no times, no owners, two modes.
// A pax record precedes a file only when its path or size does not fit (POSIX.1-2017, pax interchange format).
const tar_encoder = new TextEncoder();
/** Bytes of a tar block; headers, contents and the end mark are multiples of it. */
const BLOCK = 512;
/** The end of an archive: two blocks of zeros. */
const END_BYTES = 2 * BLOCK;
const OCTAL_LIMIT = 8 ** 11;
/** Everything that stands before a file's content: its header, preceded by a pax record when the path or the size needs one. */
function tarHeader(entry) {
    const mode = entry.executable ? 0o755 : 0o644;
    const path = tar_encoder.encode(entry.path);
    const split = splitPath(path);
    if (split !== undefined && entry.size < OCTAL_LIMIT)
        return block({ ...split, size: entry.size, mode, type: '0' });
    const records = concat([
        ...(split === undefined ? [paxRecord('path', path)] : []),
        ...(entry.size < OCTAL_LIMIT ? [] : [paxRecord('size', tar_encoder.encode(String(entry.size)))]),
    ]);
    const padded = new Uint8Array(records.length + padding(records.length));
    padded.set(records);
    const short = split ?? { name: path.subarray(0, 100), prefix: new Uint8Array() };
    return concat([
        block({ name: tar_encoder.encode('pax'), prefix: new Uint8Array(), size: records.length, mode: 0o644, type: 'x' }),
        padded,
        block({ ...short, size: entry.size < OCTAL_LIMIT ? entry.size : 0, mode, type: '0' }),
    ]);
}
/** Zero bytes that follow content of this size. */
function padding(size) {
    return (BLOCK - (size % BLOCK)) % BLOCK;
}
/** Bytes of the whole archive. */
function tarSize(entries) {
    return entries.reduce((sum, entry) => sum + tarHeader(entry).length + entry.size + padding(entry.size), END_BYTES);
}
const KINDS = new Map([
    ['\0', 'the end of the archive, or a file of the old format'],
    ['0', 'a regular file'],
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a character device'],
    ['4', 'a block device'],
    ['5', 'a folder'],
    ['6', 'a fifo'],
    ['x', 'an extended header'],
    ['g', 'a global header'],
    ['L', 'a GNU long name'],
]);
/** What stands in a header that is not the expected one, for the error message. */
function describeHeader(bytes) {
    const name = String.fromCharCode(...bytes.subarray(0, 100)).replace(/\0.*$/s, '');
    const type = String.fromCharCode(...bytes.subarray(156, 157));
    return `${KINDS.get(type) ?? 'an unknown entry'} named ${JSON.stringify(name)}`;
}
/** Splits a path into ustar's prefix (155 bytes) and name (100); undefined when it does not fit or is not ASCII. */
function splitPath(path) {
    if (path.some((byte) => byte > 126))
        return undefined;
    if (path.length <= 100)
        return { name: path, prefix: new Uint8Array() };
    for (let cut = path.length - 101; cut <= 155 && cut < path.length - 1; cut++) {
        if (path[cut] === 0x2f)
            return { name: path.subarray(cut + 1), prefix: path.subarray(0, cut) };
    }
    return undefined;
}
function block(header) {
    const bytes = new Uint8Array(BLOCK);
    const put = (text, at) => bytes.set(tar_encoder.encode(text), at);
    bytes.set(header.name, 0);
    put(`${octal(header.mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(header.size, 11)}\0${octal(0, 11)}\0`, 100);
    put(' '.repeat(8), 148);
    put(header.type, 156);
    put('ustar\u000000', 257);
    put(`${octal(0, 7)}\0${octal(0, 7)}\0`, 329);
    bytes.set(header.prefix, 345);
    put(`${octal(bytes.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148);
    return bytes;
}
function octal(value, digits) {
    return value.toString(8).padStart(digits, '0');
}
/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key, value) {
    const rest = key.length + value.length + 3;
    let length = rest + String(rest).length;
    if (String(length).length > String(rest).length)
        length = rest + String(length).length;
    return concat([tar_encoder.encode(`${length} ${key}=`), value, tar_encoder.encode('\n')]);
}
function concat(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/blobs.js





/** Most bytes of a document that is read into memory: manifests, file lists, SBOMs, bundles (FAULTS F18). */
const DOCUMENT_LIMIT = 64 << 20;
/** The content-addressed files of a layout. Nothing leaves here whose bytes were not checked. */
class Blobs {
    #folder;
    temporary;
    constructor(layout) {
        this.#folder = (0,external_node_path_.join)(layout, 'blobs', 'sha256');
        this.temporary = (0,external_node_path_.join)(layout, 'flowspec', 'drafts');
    }
    /** Makes the folders and removes what crashed runs left. */
    async open() {
        await (0,promises_.mkdir)(this.#folder, { recursive: true });
        await (0,promises_.mkdir)(this.temporary, { recursive: true });
        await sweep(this.temporary);
    }
    path(digest) {
        return (0,external_node_path_.join)(this.#folder, hexOf(digest));
    }
    /** Stores bytes; bytes that are there already are written again, which mends a damaged copy. */
    async put(bytes) {
        const digest = digestOf(bytes);
        await writeDurably(this.path(digest), bytes, this.temporary);
        return { digest, size: Buffer.byteLength(bytes) };
    }
    async adopt(draft, digest) {
        await settle(draft.path, this.path(digest));
    }
    /** Reads a document whole; throws `artifact_missing`, `digest_mismatch`. Without a size, any up to the limit. */
    async read(digest, size) {
        const file = await (0,promises_.open)(this.path(digest), 'r').catch((cause) => {
            throw missing(digest, cause);
        });
        try {
            const found = (await file.stat()).size;
            if (found > DOCUMENT_LIMIT)
                throw mismatch(digest, `is ${found} bytes, more than any document may have (${DOCUMENT_LIMIT})`);
            if (size !== undefined && found !== size)
                throw mismatch(digest, `has ${found} bytes instead of ${size}`);
            const bytes = await file.readFile();
            const actual = digestOf(bytes);
            if (actual !== digest)
                throw mismatch(digest, `has the digest ${actual}`);
            return bytes;
        }
        finally {
            await file.close();
        }
    }
    /** Reads every byte of a large blob in pieces; throws like `read`. */
    async check(descriptor) {
        const found = await measure(this.path(descriptor.digest));
        if (found === undefined)
            throw missing(descriptor.digest);
        if (found.size !== descriptor.size)
            throw mismatch(descriptor.digest, `has ${found.size} bytes instead of ${descriptor.size}`);
        if (found.digest !== descriptor.digest)
            throw mismatch(descriptor.digest, `has the digest ${found.digest}`);
    }
}
/** Unwraps a parsed document of the store; a malformed one is as bad as a changed one. */
function wellFormed(document, digest) {
    if (document.ok)
        return document.value;
    throw mismatch(digest, document.problems[0].what);
}
function mismatch(digest, how) {
    return new errors/* AdapterError */.om({
        code: 'digest_mismatch',
        message: `What is stored as ${digest} is not what was packed: it ${how}`,
        remedy: 'Do not deploy it. Pack the same commit again: the same files give the same digest and the copy in the store is replaced.',
    });
}
function missing(digest, cause) {
    return new errors/* AdapterError */.om({ code: 'artifact_missing', message: `${digest} is not in the store although something refers to it`, remedy: 'Pack the same commit again, or restore the store from a copy.', cause });
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/extract-files.js








const PIECE = 1 << 20;
/**
 * Unpacks a layer whose digest has been checked into an absent or empty folder. The archive must be, byte for byte, the one
 * that packing these files gives: links, devices, folders, other names, other modes (setuid), a second file of a name or more
 * bytes than listed are not ours and stop it (FAULTS E07, E08, E10, E12). Every file is hashed again while it is written. The
 * folder appears whole or not at all.
 */
async function extractFiles(layer, files, directory) {
    const target = (0,external_node_path_.resolve)(directory);
    await assertEmpty(target);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
    const draft = (0,external_node_path_.join)((0,external_node_path_.dirname)(target), `.${(0,external_node_path_.basename)(target)}.${(0,external_node_crypto_.randomUUID)()}`);
    (0,external_node_fs_.mkdirSync)(draft, { mode: 0o755 });
    const archive = (0,external_node_fs_.openSync)(layer, 'r');
    try {
        for (const file of files)
            await one(archive, file, draft);
        const end = exactly(archive, END_BYTES, 'the end of the archive');
        if (end.some((byte) => byte !== 0) || (0,external_node_fs_.readSync)(archive, Buffer.alloc(1), 0, 1, null) !== 0)
            throw mismatch('the layer', 'holds more than the files listed');
        await (0,promises_.rename)(draft, target);
    }
    catch (error) {
        await (0,promises_.rm)(draft, { recursive: true, force: true });
        throw error;
    }
    finally {
        (0,external_node_fs_.closeSync)(archive);
    }
}
async function one(archive, file, draft) {
    const header = tarHeader(file);
    const found = exactly(archive, header.length, file.path);
    if (!found.equals(header))
        throw mismatch('the layer', `has ${describeHeader(found.subarray(-512))} where the regular file ${JSON.stringify(file.path)} belongs`);
    const path = (0,external_node_path_.join)(draft, ...file.path.split('/'));
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o755 });
    const output = (0,external_node_fs_.openSync)(path, 'wx', 0o644);
    try {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const piece = Buffer.allocUnsafe(Math.min(PIECE, Math.max(file.size, 1)));
        for (let left = file.size, pieces = 1; left > 0; pieces++) {
            const read = (0,external_node_fs_.readSync)(archive, piece, 0, Math.min(piece.length, left), null);
            if (read === 0)
                throw mismatch('the layer', `ends inside ${JSON.stringify(file.path)}`);
            hash.update(piece.subarray(0, read));
            for (let at = 0; at < read;)
                at += (0,external_node_fs_.writeSync)(output, piece, at, read - at);
            left -= read;
            await breathe(pieces);
        }
        const digest = toDigest(hash.digest('hex'));
        if (digest !== file.digest)
            throw mismatch('the layer', `has ${JSON.stringify(file.path)} with the digest ${digest} instead of ${file.digest}`);
        (0,external_node_fs_.fchmodSync)(output, file.executable ? 0o755 : 0o644);
    }
    finally {
        (0,external_node_fs_.closeSync)(output);
    }
    if (exactly(archive, padding(file.size), file.path).some((byte) => byte !== 0))
        throw mismatch('the layer', `has something behind ${JSON.stringify(file.path)}`);
}
function exactly(archive, size, what) {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size;) {
        const read = (0,external_node_fs_.readSync)(archive, bytes, at, size - at, null);
        if (read === 0)
            throw mismatch('the layer', `ends at ${JSON.stringify(what)}`);
        at += read;
    }
    return bytes;
}
async function assertEmpty(directory) {
    const names = await (0,promises_.readdir)(directory).catch((error) => {
        if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
            return [];
        throw error;
    });
    if (names.length > 0)
        throw new errors/* AdapterError */.om({ code: 'bad_input', message: `${directory} is not empty: ${names.slice(0, 3).join(', ')}`, remedy: 'Unpack into a folder that is empty or does not exist.' });
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/layout-index.js






/** The file that makes a folder an OCI image layout (OCI image-spec 1.1, image-layout). */
const LAYOUT_TEXT = '{"imageLayoutVersion":"1.0.0"}';
/**
 * Which manifests a layout has. Each is one file, `flowspec/entries/<digest>` or `<digest>.<subject>` for a referrer, made
 * atomically; they are the truth, and `index.json` is drawn from them for other tools. So no lock is needed: whoever replaced
 * the index looks at the entries again and draws it once more if there are new ones, hence the last one standing is complete.
 * A run that dies in between leaves an index that lacks an entry, which the next writer mends.
 */
class LayoutIndex {
    #root;
    #entries;
    #temporary;
    constructor(root, temporary) {
        this.#root = root;
        this.#entries = (0,external_node_path_.join)(root, 'flowspec', 'entries');
        this.#temporary = temporary;
    }
    async open() {
        await (0,promises_.mkdir)(this.#entries, { recursive: true });
        const file = (0,external_node_path_.join)(this.#root, 'oci-layout');
        if ((await layout_index_textOf(file)) === undefined)
            await writeDurably(file, LAYOUT_TEXT, this.#temporary);
    }
    async add(entry, subject) {
        await writeDurably((0,external_node_path_.join)(this.#entries, nameOf(entry.digest, subject)), entryText(entry), this.#temporary);
        let drawn;
        for (;;) {
            const text = indexText(await this.#all());
            if (text === drawn)
                return;
            await writeDurably((0,external_node_path_.join)(this.#root, 'index.json'), text, this.#temporary);
            drawn = text;
        }
    }
    /** The entry of an artifact; undefined when the layout does not have it. */
    async find(digest) {
        return await this.#read(nameOf(digest));
    }
    /** Entries of the manifests that refer to the subject, in the order of their digests. */
    async referring(subject) {
        const names = (await namesIn(this.#entries)).filter((name) => name.endsWith(`.${hexOf(subject)}`));
        return await this.#readAll(names);
    }
    /** Whether the files around the blobs are as this tool writes them. The index may lack the newest entries, never have others. */
    async check() {
        const layout = await layout_index_textOf((0,external_node_path_.join)(this.#root, 'oci-layout'));
        if (layout !== undefined && layout !== LAYOUT_TEXT)
            throw mismatch('oci-layout', 'is not written as this tool writes it');
        const index = await layout_index_textOf((0,external_node_path_.join)(this.#root, 'index.json'));
        if (index === undefined)
            return;
        const known = new Set((await this.#all()).map(entryText));
        const stranger = wellFormed(parseIndex(index), 'index.json').find((entry) => !known.has(entryText(entry)));
        if (stranger !== undefined)
            throw mismatch('index.json', `lists ${stranger.digest}, which was not stored so`);
    }
    async #all() {
        return await this.#readAll(await namesIn(this.#entries));
    }
    async #readAll(names) {
        const entries = await Promise.all(names.map((name) => this.#read(name)));
        return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.digest < b.digest ? -1 : 1));
    }
    async #read(name) {
        const text = await layout_index_textOf((0,external_node_path_.join)(this.#entries, name));
        if (text === undefined)
            return undefined;
        const entry = wellFormed(parseEntry(text), `entry ${name}`);
        if (hexOf(entry.digest) !== name.slice(0, 64))
            throw mismatch(`entry ${name}`, `names ${entry.digest}`);
        return entry;
    }
}
function nameOf(digest, subject) {
    return subject === undefined ? hexOf(digest) : `${hexOf(digest)}.${hexOf(subject)}`;
}
async function namesIn(folder) {
    return await (0,promises_.readdir)(folder).catch((error) => absent(error, []));
}
async function layout_index_textOf(path) {
    return await (0,promises_.readFile)(path, 'utf8').catch((error) => absent(error, undefined));
}
/** Only a file that is not there counts as absent; one that cannot be read is an error. */
function absent(error, otherwise) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
        return otherwise;
    throw error;
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/dependencies.js
/** Reads a package.json; undefined when it is not JSON or no object. */
function parseManifest(path, text) {
    try {
        const value = JSON.parse(text);
        if (typeof value !== 'object' || value === null)
            return undefined;
        const fields = value;
        const optional = keysOf(fields['optionalDependencies']);
        return { path, needs: keysOf(fields['dependencies']).filter((name) => !optional.includes(name)) };
    }
    catch {
        return undefined;
    }
}
function keysOf(value) {
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
/** Whether a package.json stands for an installed package rather than for the service itself or a package's test data. */
function manifestKind(path) {
    if (!path.split('/').includes('node_modules'))
        return 'own';
    return /(?:^|\/)node_modules\/(?:@[^/]{1,214}\/)?[^/@.][^/]{0,213}\/package\.json$/.test(path) ? 'installed' : 'other';
}
/** Whether an import of a package may stand in the file: source of the service itself. */
function mayImport(path) {
    return /\.(?:[cm]?jsx?|[cm]?tsx?)$/.test(path) && !path.split('/').includes('node_modules');
}
/** The quoted beginnings by which source names a package: `'name'`, `"name/`. */
function importAnchors(name) {
    return ["'", '"', '`'].flatMap((quote) => [`${quote}${name}${quote}`, `${quote}${name}/`]);
}
/** Whether the text before a quoted name makes it an import: `from`, `import`, `require(`, `import(`. */
function isImport(before) {
    return /(?:^|[^\w$.])(?:from|import|import\s{0,8}\(|require\s{0,8}\(|require\.resolve\s{0,8}\()\s{0,8}$/.test(before.slice(-64));
}
/**
 * Packages that would not be found at run time. An own package.json's dependency counts when the service's source still
 * imports it (a bundler would have inlined it); an installed package's dependencies always count.
 */
function missingDependencies(manifests, imported, paths) {
    return manifests.flatMap((manifest) => {
        const kind = manifestKind(manifest.path);
        if (kind === 'other')
            return [];
        const needed = kind === 'own' ? manifest.needs.filter((name) => imported.has(name)) : manifest.needs;
        return needed.filter((name) => !isPresent(name, manifest.path, paths)).map((name) => dependencies_missing(name, manifest.path));
    });
}
function isPresent(name, manifest, paths) {
    const folders = manifest.split('/').slice(0, -1);
    return [...folders, ''].some((_, i) => {
        const folder = folders.slice(0, folders.length - i);
        return folder.at(-1) !== 'node_modules' && paths.has([...folder, 'node_modules', name, 'package.json'].join('/'));
    });
}
function dependencies_missing(name, path) {
    return {
        kind: 'dependency',
        path,
        rule: 'dependency-missing',
        what: `needs the package ${name}, which is neither in node_modules nor bundled`,
        remedy: 'Run `npm ci --omit=dev` before packing and pack node_modules too, or bundle the service into one file.',
    };
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/secrets.js
// What a credential looks like. Each rule has anchors, cheap to search for, and a pattern tried only where an anchor stands.
// Patterns are sticky, have no nested repetition, and see at most WINDOW characters (FAULTS M13).
/** Characters from an anchor on that a pattern may look at. */
const WINDOW = 4096;
const ROTATE = 'Take it out of the files and out of the history, revoke it, and give it to the service at run time. If it is meant to be there, name the file in `artifact.allow`.';
/** What to do about any finding of this list. */
const SECRET_REMEDY = ROTATE;
const SECRET_RULES = [
    {
        rule: 'private-key',
        what: 'a private key',
        anchors: ['BEGIN '],
        pattern: /BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\r|\\n|["'+,]){1,40}(?:[A-Za-z-]{4,16}: [^\r\n\\]{1,80}(?:\s|\\r|\\n){1,8}){0,4}[A-Za-z0-9+/=]{40}/y,
    },
    { rule: 'aws-access-key', what: 'an AWS access key id', anchors: ['AKIA', 'ASIA'], pattern: /A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9+/=_-])/y, harmless: /EXAMPLE/ },
    { rule: 'github-token', what: 'a GitHub token', anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], pattern: /gh[pousr]_[A-Za-z0-9]{36,255}/y },
    { rule: 'github-token', what: 'a GitHub token', anchors: ['github_pat_'], pattern: /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/y },
    { rule: 'gitlab-token', what: 'a GitLab token', anchors: ['glpat-'], pattern: /glpat-[A-Za-z0-9_-]{20,64}/y },
    { rule: 'npm-token', what: 'an npm token', anchors: ['npm_'], pattern: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/y },
    { rule: 'npm-auth', what: 'a registry login', anchors: ['_authToken', '_password'], pattern: /_(?:authToken|password)\s{0,8}=\s{0,8}["']?[A-Za-z0-9+/_-][A-Za-z0-9+/=._-]{15,1024}/y },
    { rule: 'slack-token', what: 'a Slack token', anchors: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxs-', 'xoxr-', 'xoxe-'], pattern: /xox[abeprs]-(?=[A-Za-z-]{0,40}[0-9])[A-Za-z0-9-]{20,250}/y },
    { rule: 'slack-webhook', what: 'a Slack webhook', anchors: ['hooks.slack.com/services/'], pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{6,12}\/B[A-Z0-9]{6,12}\/[A-Za-z0-9]{20,32}/y, harmless: /T0{6,12}\/B0{6,12}\// },
    { rule: 'google-api-key', what: 'a Google API key', anchors: ['AIza'], pattern: /AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/y },
    { rule: 'stripe-key', what: 'a Stripe live key', anchors: ['sk_live_', 'rk_live_'], pattern: /[rs]k_live_[A-Za-z0-9]{20,200}/y },
    { rule: 'azure-storage-key', what: 'an Azure storage key', anchors: ['AccountKey='], pattern: /AccountKey=[A-Za-z0-9+/]{86}==/y },
    {
        // The same keys as kubeconfigs and CI variables carry them: base64 of `-----BEGIN (RSA|EC|OPENSSH)? PRIVATE KEY`.
        rule: 'encoded-private-key',
        what: 'a private key in base64',
        anchors: ['LS0tLS1CRUdJTi'],
        pattern: /LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFW|BSU0EgUFJJVkFURSBLRV|BFQyBQUklWQVRFIEtFW|BPUEVOU1NIIFBSSVZBVEUgS0VZ)[A-Za-z0-9+/]{40}/y,
    },
    {
        rule: 'json-web-token',
        what: 'a JSON web token',
        anchors: ['eyJhbGciOi', 'eyJ0eXAiOi', 'eyJraWQiOi'],
        pattern: /eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,2500}\.[A-Za-z0-9_-]{20}/y,
        // The sample of jwt.io and of many documents: its subject is 1234567890.
        harmless: /\.eyJzdWIiOiIxMjM0NTY3ODkwI/,
    },
];
/** Every anchor with the rule it belongs to, by the index that the scanner reports. */
const SECRET_ANCHORS = SECRET_RULES.flatMap((rule) => rule.anchors.map((anchor) => ({ anchor, rule })));
/** Whether the text, from the anchor on, is a credential. `before` is the character in front: a longer word is not a token. */
function isSecret(rule, text, before) {
    if (/[A-Za-z0-9]/.test(before) && /^[A-Za-z0-9]/.test(text))
        return false;
    const pattern = new RegExp(rule.pattern.source, 'y');
    const match = pattern.exec(text.slice(0, WINDOW));
    return match !== null && rule.harmless?.test(match[0]) !== true;
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/file-names.js

const ENVIRONMENTS = '(?:prod|production|stag(?:e|ing)|dev|development|test|testing|qa|uat|preprod|preview|local)';
/** The first rule that matches speaks. */
const NAME_RULES = [
    { kind: 'environment', rule: 'dotenv-of-an-environment', what: 'settings of one environment', pattern: new RegExp(`(?:^|/)\\.env\\.${ENVIRONMENTS}(?:\\.local)?$`) },
    { kind: 'secret', rule: 'dotenv', what: 'a file of settings and secrets', pattern: /(?:^|\/)\.env(?!\.(?:example|sample|template|dist|schema|defaults)$)(?:\.[a-z0-9_-]{1,64})?$/ },
    { kind: 'secret', rule: 'ssh-key', what: 'a private SSH key by its name', pattern: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
    { kind: 'secret', rule: 'kubeconfig', what: 'a Kubernetes login', pattern: /(?:^|\/)(?:\.kube\/config|kubeconfig|[^/]{1,128}\.kubeconfig)$/ },
    { kind: 'secret', rule: 'login-file', what: 'a file of logins', pattern: /(?:^|\/)(?:\.netrc|_netrc|\.pypirc|\.git-credentials|\.dockercfg|\.docker\/config\.json|\.aws\/credentials|\.pgpass|\.htpasswd)$/ },
    { kind: 'secret', rule: 'key-store', what: 'a key store', pattern: /\.(?:p12|pfx|jks|keystore|ppk)$/ },
    { kind: 'secret', rule: 'terraform-state', what: 'Terraform state, which holds secrets in clear', pattern: /\.tfstate(?:\.backup)?$/ },
    {
        kind: 'environment',
        rule: 'config-of-an-environment',
        what: 'configuration of one environment',
        pattern: new RegExp(`(?:^|/)(?:config|settings|appsettings|application|environment|secrets|values)[.-]${ENVIRONMENTS}\\.(?:json|jsonc|json5|ya?ml|toml|ini|xml|properties|[cm]?js|ts)$`),
    },
    {
        kind: 'environment',
        rule: 'config-folder-of-environments',
        what: 'configuration of one environment',
        pattern: new RegExp(`(?:^|/)(?:config|configs|settings|environments?)/(?:env(?:ironments?)?/)?${ENVIRONMENTS}\\.(?:json|jsonc|json5|ya?ml|toml|ini|xml|properties|[cm]?js|ts)$`),
    },
];
const ENVIRONMENT_REMEDY = 'Leave it out with `artifact.exclude` and give the values to each environment in its target; one artifact serves all of them. If it is meant to be there, name it in `artifact.allow`.';
/** What the name says against a file, if anything. Configuration of packages under node_modules is theirs, not ours. */
function nameFinding(path) {
    const lower = path.toLowerCase();
    const inPackage = lower.split('/').includes('node_modules');
    const rule = NAME_RULES.find((one) => !(inPackage && one.kind === 'environment') && one.pattern.test(lower));
    if (rule === undefined)
        return undefined;
    return { kind: rule.kind, path, rule: rule.rule, what: rule.what, remedy: rule.kind === 'secret' ? SECRET_REMEDY : ENVIRONMENT_REMEDY };
}

;// CONCATENATED MODULE: ./build/src/domain/artifact/anchors.js
// Finds any of a list of short texts in bytes in one pass. Where the shortest text has m characters, every occurrence covers
// m-1 neighbouring pairs, so it is enough to look at every (m-1)th pair of bytes; where such a pair may be part of a text, a
// hash of the m bytes around it decides whether to compare. The looks do not wait for each other, which made this faster than
// Wu and Manber's dependent jumps (TR-94-17). Regular expressions then see a bounded window only, so the whole search is
// linear in the input (FAULTS M13).
const PAIRS = 0x10000;
/** Prepares a search for the anchors, each at least two ASCII characters; hits name them by index. Shorter ones make it slower. */
function anchorScanner(anchors) {
    const codes = anchors.map((anchor) => Uint8Array.from(anchor, (char) => char.charCodeAt(0)));
    const shortest = codes.reduce((least, code) => Math.min(least, code.length), 255);
    const stride = shortest - 1;
    const pairs = new Uint8Array(PAIRS);
    const heads = new Uint8Array(PAIRS);
    const anchorsOf = new Map();
    codes.forEach((code, index) => {
        const head = headAt(code, 0, shortest);
        heads[head] = 1;
        anchorsOf.set(head, [...(anchorsOf.get(head) ?? []), [index, code]]);
        for (let offset = 0; offset < stride; offset++)
            pairs[pairAt(code, offset)] = 1;
    });
    const around = (bytes, at, from, to, hit) => {
        const last = Math.min(at, to - 1, bytes.length - shortest);
        for (let start = Math.max(from, at - stride + 1); start <= last; start++) {
            const head = headAt(bytes, start, shortest);
            if (byteAt(heads, head) === 1)
                anchorsOf.get(head)?.forEach(([index, code]) => startsAt(bytes, start, code) && hit(index, start));
        }
    };
    return {
        scan: (bytes, from, to, hit) => {
            const end = Math.min(to + stride - 1, bytes.length - 1);
            const unrolled = end - 3 * stride;
            let at = from;
            // Four looks before the one branch: most of the time none of them finds anything.
            for (; at < unrolled; at += 4 * stride) {
                const a = byteAt(pairs, pairAt(bytes, at));
                const b = byteAt(pairs, pairAt(bytes, at + stride));
                const c = byteAt(pairs, pairAt(bytes, at + 2 * stride));
                const d = byteAt(pairs, pairAt(bytes, at + 3 * stride));
                if ((a | b | c | d) === 0)
                    continue;
                if (a === 1)
                    around(bytes, at, from, to, hit);
                if (b === 1)
                    around(bytes, at + stride, from, to, hit);
                if (c === 1)
                    around(bytes, at + 2 * stride, from, to, hit);
                if (d === 1)
                    around(bytes, at + 3 * stride, from, to, hit);
            }
            for (; at < end; at += stride)
                around(bytes, at, from, to, hit);
        },
    };
}
/** A hash of the first `length` bytes, of at most four of them. */
function headAt(bytes, at, length) {
    let hash = 0;
    for (let i = at; i < at + length && i < at + 4; i++)
        hash = Math.imul(hash ^ byteAt(bytes, i), 0x9e3779b1);
    return hash >>> 16;
}
function pairAt(bytes, at) {
    return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
}
/** Typed arrays are read within their bounds here, so the undefined of an unchecked index cannot occur. */
function byteAt(bytes, at) {
    return bytes[at];
}
function startsAt(bytes, at, code) {
    return code.every((byte, i) => bytes[at + i] === byte);
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/scan.js



/** Bytes in front of a piece that are looked at again with it: a whole window, and what stands before an anchor. */
const CARRY = WINDOW + 64;
const BEFORE = 64;
const MOST_ANCHORS = 100_000;
const MOST_FINDINGS = 20;
/** Looks through the bytes of one file after another while they are packed. */
class ContentScan {
    hits = [];
    /** Packages that the service's own source imports. */
    imported = new Set();
    #secrets = anchorScanner(SECRET_ANCHORS.map(({ anchor }) => anchor));
    #imports;
    #path = '';
    #anchors = 0;
    #findings = 0;
    #own = false;
    constructor(dependencies) {
        const names = dependencies.flatMap((name) => importAnchors(name).map(() => name));
        if (names.length > 0)
            this.#imports = { scanner: anchorScanner(dependencies.flatMap(importAnchors)), names };
    }
    begin(path) {
        this.#path = path;
        this.#anchors = 0;
        this.#findings = 0;
        this.#own = mayImport(path);
    }
    /** Looks for everything that begins in [from, to) of `bytes`; byte `from` is byte `offset` of the file. Bytes before `from`, from `least` on, belong to the file. */
    look(bytes, from, to, place) {
        this.#secrets.scan(bytes, from, to, (index, at) => this.#secret(bytes, index, at, place.offset + at - from, place.least));
        if (!this.#own || this.#imports === undefined)
            return;
        const { scanner, names } = this.#imports;
        scanner.scan(bytes, from, to, (index, at) => {
            const name = names[index];
            if (name !== undefined && isImport(bytes.toString('latin1', Math.max(place.least, at - BEFORE), at)))
                this.imported.add(name);
        });
    }
    #secret(bytes, index, at, offset, least) {
        const anchor = SECRET_ANCHORS[index];
        if (anchor === undefined || this.#findings >= MOST_FINDINGS)
            return;
        this.#anchors++;
        // A file made of nothing but beginnings of secrets is not searched to its end; it is not let through either.
        if (this.#anchors === MOST_ANCHORS)
            this.#add('unsearchable', 'holds too many beginnings of secrets to be searched', offset);
        if (this.#anchors >= MOST_ANCHORS)
            return;
        const before = at > least ? bytes.toString('latin1', at - 1, at) : '';
        if (isSecret(anchor.rule, bytes.toString('latin1', at, Math.min(at + WINDOW, bytes.length)), before))
            this.#add(anchor.rule.rule, anchor.rule.what, offset);
    }
    #add(rule, what, offset) {
        this.#findings++;
        this.hits.push({ finding: { kind: 'secret', path: this.#path, rule, what, remedy: SECRET_REMEDY }, offset });
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/pack-files.js








const pack_files_PIECE = 1 << 20;
const MANIFEST_LIMIT = 4 << 20;
/** Streams files into a tar layer, hashing the layer and each file and searching them in the same pass. Memory does not depend on sizes. */
async function packFiles(sources, temporary, signal) {
    const manifests = sources.filter((source) => source.path.split('/').at(-1) === 'package.json' && manifestKind(source.path) !== 'other').flatMap(readManifest);
    const own = manifests.filter((manifest) => manifestKind(manifest.path) === 'own');
    const scan = new ContentScan([...new Set(own.flatMap((manifest) => manifest.needs))]);
    const draft = await HashedDraft.create(temporary);
    try {
        const stream = new LayerStream(draft, scan, signal);
        const files = [];
        for (const source of sources)
            files.push(await stream.file(source));
        await stream.end();
        const layer = await draft.finish();
        const paths = new Set(files.map((file) => file.path));
        const named = files.flatMap((file) => nameFinding(file.path) ?? []);
        const findings = [...named, ...(await withLines(scan.hits, sources)), ...missingDependencies(manifests, scan.imported, paths)];
        return { draft, layer, files, findings, manifests: manifests.length };
    }
    catch (error) {
        await draft.discard();
        throw error;
    }
}
/**
 * Gathers headers and contents into pieces of about 1 MiB and hands them on; while one is written the other is filled. A
 * buffer begins with room for what is searched again.
 */
class LayerStream {
    #draft;
    #scan;
    #signal;
    #buffer = Buffer.allocUnsafe(CARRY + pack_files_PIECE);
    #other = Buffer.allocUnsafe(CARRY + pack_files_PIECE);
    #fill = CARRY;
    #pieces = 0;
    constructor(draft, scan, signal) {
        this.#draft = draft;
        this.#scan = scan;
        this.#signal = signal;
    }
    async file(source) {
        const file = openRegular(source);
        try {
            const before = (0,external_node_fs_.fstatSync)(file, { bigint: true });
            if (!before.isFile())
                throw pack_files_changed(source, 'is no longer a regular file');
            const size = Number(before.size);
            const executable = (Number(before.mode) & 0o111) !== 0;
            await this.#put(tarHeader({ path: source.path, size, executable }));
            const digest = await this.#content(file, source, size);
            const after = (0,external_node_fs_.fstatSync)(file, { bigint: true });
            if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
                throw pack_files_changed(source, `was ${before.size} bytes and is ${after.size}`);
            await this.#put(new Uint8Array(padding(size)));
            return { path: source.path, size, digest, executable };
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    async end() {
        await this.#put(new Uint8Array(END_BYTES));
        await this.#flush();
    }
    async #content(file, source, size) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        this.#scan.begin(source.path);
        // A file that fits is searched in one piece.
        if (size > this.#room())
            await this.#flush();
        let done = 0;
        // Where the search stands in the buffer, and the first byte of this file in it.
        let searched = this.#fill;
        let least = this.#fill;
        while (done < size) {
            if (this.#room() === 0) {
                const kept = Math.min(CARRY, this.#fill - least);
                const behind = this.#fill - searched;
                const from = this.#fill - kept;
                await this.#flush();
                this.#other.copy(this.#buffer, CARRY - kept, from, from + kept);
                least = CARRY - kept;
                searched = CARRY - behind;
            }
            const read = (0,external_node_fs_.readSync)(file, this.#buffer, this.#fill, Math.min(this.#room(), size - done), null);
            if (read === 0)
                throw pack_files_changed(source, `was ${size} bytes and is ${done}`);
            hash.update(this.#buffer.subarray(this.#fill, this.#fill + read));
            this.#fill += read;
            done += read;
            const to = done === size ? this.#fill : Math.max(searched, this.#fill - CARRY + 64);
            this.#scan.look(this.#buffer.subarray(0, this.#fill), searched, to, { offset: done - (this.#fill - searched), least });
            searched = to;
        }
        return toDigest(hash.digest('hex'));
    }
    #room() {
        return this.#buffer.length - this.#fill;
    }
    async #put(bytes) {
        if (bytes.length > this.#room())
            await this.#flush();
        this.#buffer.set(bytes, this.#fill);
        this.#fill += bytes.length;
    }
    async #flush() {
        await this.#draft.write(this.#buffer.subarray(CARRY, this.#fill));
        [this.#buffer, this.#other] = [this.#other, this.#buffer];
        this.#fill = CARRY;
        await breathe(++this.#pieces, this.#signal);
    }
}
function openRegular(source) {
    try {
        // Neither follows a link nor hangs on a fifo that took the file's place since the walk. Windows has neither flag, nor both dangers.
        return (0,external_node_fs_.openSync)(source.absolute, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    }
    catch (cause) {
        throw new errors/* AdapterError */.om({ code: 'artifact_unsafe', message: `\`${source.path}\` cannot be read while packing: ${String(cause)}`, remedy: 'Make it readable, or leave it out with `artifact.exclude`; nothing may change the files while they are packed.', cause });
    }
}
function pack_files_changed(source, how) {
    return new errors/* AdapterError */.om({ code: 'artifact_unsafe', message: `\`${source.path}\` changed while it was packed: it ${how}`, remedy: 'Stop whatever writes to the files (a watcher, a server, another build) and run again.' });
}
function readManifest(source) {
    const file = openRegular(source);
    try {
        const size = (0,external_node_fs_.fstatSync)(file).size;
        if (size > MANIFEST_LIMIT)
            return [];
        const bytes = Buffer.alloc(size);
        const manifest = parseManifest(source.path, bytes.toString('utf8', 0, (0,external_node_fs_.readSync)(file, bytes, 0, size, 0)));
        return manifest === undefined ? [] : [manifest];
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
/** Counts lines up to each hit. The offset is known, so a file is read again only when something was found in it. */
async function withLines(hits, sources) {
    const places = new Map(sources.map((source) => [source.path, source]));
    const lined = [];
    for (const hit of hits) {
        const source = places.get(hit.finding.path);
        if (source !== undefined)
            lined.push({ ...hit.finding, line: await lineAt(source, hit.offset) });
    }
    return lined;
}
async function lineAt(source, offset) {
    const file = openRegular(source);
    try {
        const piece = Buffer.allocUnsafe(pack_files_PIECE);
        let line = 1;
        for (let at = 0, pieces = 1; at < offset; pieces++) {
            const read = (0,external_node_fs_.readSync)(file, piece, 0, Math.min(pack_files_PIECE, offset - at), at);
            if (read === 0)
                break;
            for (let i = piece.indexOf(10); i !== -1 && i < read; i = piece.indexOf(10, i + 1))
                line++;
            at += read;
            await breathe(pieces);
        }
        return line;
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/findings-error.js


/** What stops a run whose files hold something that must not be deployed: every finding, each with its place. */
function findingsError(first, others) {
    return new errors/* ConfigError */.xL([problemOf(first), ...others.map(problemOf)], 'artifact_unsafe');
}
function problemOf(finding) {
    return {
        code: `artifact.${finding.kind}.${finding.rule}`,
        what: sentence(finding),
        place: { file: finding.path, ...(finding.line === undefined ? {} : { line: finding.line }) },
        remedy: finding.remedy,
    };
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/walk.js




/**
 * Every regular file under the given files and folders, in packing order. Left out: what `isExcluded` says, folders named
 * `.git`, and the folders in `never` (the store itself). Symbolic links, devices, fifos, sockets and unsafe names are refused,
 * all at once (FAULTS E07, E08, E10, E11).
 */
function walk(options) {
    const root = (0,external_node_path_.resolve)(options.root);
    const never = options.never.map((folder) => (0,external_node_path_.resolve)(folder));
    const found = new Map();
    const problems = [];
    const refuse = (path, what, remedy) => {
        problems.push({ code: 'artifact.not-packable', what: `\`${path}\` ${what}`, place: { file: path }, remedy });
    };
    const visit = (absolute) => {
        const path = (0,external_node_path_.relative)(root, absolute).split(external_node_path_.sep).join('/');
        if (never.includes(absolute) || (path !== '' && (options.isExcluded(path) || path.split('/').at(-1) === '.git')))
            return;
        const entry = (0,external_node_fs_.lstatSync)(absolute, { throwIfNoEntry: false });
        if (entry === undefined)
            return refuse(path, 'does not exist', 'Build it first, or take it out of `artifact.paths`.');
        if (entry.isDirectory())
            return (0,external_node_fs_.readdirSync)(absolute).forEach((name) => visit((0,external_node_path_.join)(absolute, name)));
        if (entry.isSymbolicLink())
            return refuse(path, 'is a symbolic link', 'Put the file itself in its place, or leave the link out with `artifact.exclude`: a link means something else on every machine.');
        if (!entry.isFile())
            return refuse(path, 'is a device, fifo or socket', 'Leave it out with `artifact.exclude`.');
        const fault = pathFault(path);
        if (fault !== undefined)
            return refuse(path, `has a name that ${fault}`, 'Rename it, or leave it out with `artifact.exclude`.');
        found.set(path, { path, absolute });
    };
    for (const given of options.files) {
        const absolute = (0,external_node_path_.resolve)(root, given);
        const outside = whyOutside(root, absolute);
        if (outside === undefined)
            visit(absolute);
        else
            refuse(given, outside, 'Give paths inside `artifact.root`.');
    }
    const sources = [...found.values()].sort((a, b) => bytewise(a.path, b.path));
    for (const { first, second } of collisions(sources.map((source) => source.path))) {
        refuse(second, `and \`${first}\` are one name on systems that fold case or normalise Unicode`, 'Rename one of them.');
    }
    const [first, ...others] = problems;
    if (first !== undefined)
        throw new errors/* ConfigError */.xL([first, ...others], 'artifact_unsafe');
    if (sources.length > 0)
        return sources;
    throw new errors/* ConfigError */.xL([{ code: 'artifact.empty', what: 'there is no file to pack', value: options.files.join(', '), place: { file: options.root }, remedy: 'Build first, and check `artifact.paths` and `artifact.exclude`; empty folders are not packed.' }], 'artifact_missing');
}
/** A path is inside when its text is, and when no folder on the way to it is a link that leads elsewhere. */
function whyOutside(root, absolute) {
    const path = (0,external_node_path_.relative)(root, absolute);
    if ((0,external_node_path_.isAbsolute)(path) || path.split(external_node_path_.sep)[0] === '..')
        return `is outside \`${root}\``;
    const parent = path === '' ? root : (0,external_node_path_.resolve)(absolute, '..');
    if ((0,external_node_fs_.lstatSync)(parent, { throwIfNoEntry: false }) === undefined)
        return undefined;
    return (0,external_node_fs_.realpathSync)(parent) === (0,external_node_path_.join)((0,external_node_fs_.realpathSync)(root), (0,external_node_path_.relative)(root, parent)) ? undefined : 'is reached through a symbolic link';
}

;// CONCATENATED MODULE: ./build/src/adapters/registry/oci-layout.js














/**
 * Artifacts in an OCI image layout on disk (OCI image-spec 1.1): packs into it and reads from it. Several processes may use
 * one layout at once. Every byte is checked when it is read; `describe` reads the whole layer for that.
 */
function ociLayout(directory) {
    return new OciLayout((0,external_node_path_.resolve)(directory));
}
class OciLayout {
    #root;
    #blobs;
    #index;
    constructor(root) {
        this.#root = root;
        this.#blobs = new Blobs(root);
        this.#index = new LayoutIndex(root, this.#blobs.temporary);
    }
    async pack(options) {
        assertTimeless(options.annotations);
        const sources = walk({ files: options.files, root: options.root, isExcluded: matcher(options.exclude ?? []), never: [this.#root] });
        await this.#open();
        const packed = await packFiles(sources, this.#blobs.temporary, options.signal);
        try {
            const safety = safetyReport(packed.findings, matcher(options.allow ?? []), { files: packed.files.length, manifests: packed.manifests });
            const [first, ...others] = safety.findings;
            if (first !== undefined)
                throw findingsError(first, others);
            await this.#blobs.adopt(packed.draft, packed.layer.digest);
            const config = await this.#blobs.put(fileListText(packed.files));
            const manifest = await this.#blobs.put(releaseText({ config, layer: packed.layer, annotations: options.annotations }));
            await this.#index.add(releaseEntry(manifest));
            return { digest: manifest.digest, layer: packed.layer.digest, size: packed.layer.size, files: packed.files, annotations: sorted(options.annotations), safety };
        }
        finally {
            await packed.draft.discard();
        }
    }
    async describe(digest) {
        const release = await this.#release(digest);
        if (release === undefined)
            return undefined;
        await this.#blobs.check(release.manifest.layer);
        return release.artifact;
    }
    async extract(digest, directory) {
        const release = await this.#known(digest);
        await this.#blobs.check(release.manifest.layer);
        await extractFiles(this.#blobs.path(release.artifact.layer), release.artifact.files, directory);
        return release.artifact.files;
    }
    async attach(subject, document) {
        const release = await this.#known(subject);
        await this.#open();
        const { artifactType } = document;
        const stored = await this.#blobs.put(document.bytes);
        await this.#blobs.put(EMPTY_TEXT);
        const text = referrerText({ artifactType, document: { mediaType: artifactType, ...stored }, subject: release.entry });
        const manifest = await this.#blobs.put(text);
        await this.#index.add({ mediaType: MANIFEST_TYPE, ...manifest, artifactType }, subject);
        return stored.digest;
    }
    async referrers(subject, artifactType) {
        await this.#index.check();
        const found = [];
        for (const entry of await this.#index.referring(subject)) {
            const referrer = await this.#referrer(entry, subject);
            if (referrer.artifactType !== artifactType)
                continue;
            found.push({ digest: referrer.document.digest, bytes: await this.#blobs.read(referrer.document.digest, referrer.document.size) });
        }
        return found;
    }
    async #open() {
        await this.#blobs.open();
        await this.#index.open();
    }
    async #known(digest) {
        const release = await this.#release(digest);
        if (release !== undefined)
            return release;
        throw new errors/* AdapterError */.om({ code: 'artifact_missing', message: `${digest} is not in the store ${this.#root}`, remedy: 'Run `package` first, or check the digest.' });
    }
    /** Everything about an artifact but its layer, checked. */
    async #release(digest) {
        const entry = await this.#index.find(digest);
        if (entry === undefined)
            return undefined;
        await this.#index.check();
        const text = await this.#blobs.read(digest);
        if (entryText(entry) !== entryText(releaseEntry({ digest, size: text.length })))
            throw mismatch(digest, 'is entered as something else');
        const manifest = wellFormed(parseRelease(text.toString()), digest);
        const config = await this.#blobs.read(manifest.config.digest, manifest.config.size);
        const files = wellFormed(parseFileList(config.toString()), manifest.config.digest);
        // Neither more nor fewer bytes than the listed files need: nothing can hide in the layer or blow up from it.
        if (tarSize(files) !== manifest.layer.size)
            throw mismatch(manifest.layer.digest, `has ${manifest.layer.size} bytes where its files need ${tarSize(files)}`);
        return { entry, manifest, artifact: { digest, layer: manifest.layer.digest, size: manifest.layer.size, files, annotations: manifest.annotations } };
    }
    async #referrer(entry, subject) {
        const text = await this.#blobs.read(entry.digest, entry.size);
        const referrer = wellFormed(parseReferrer(text.toString()), entry.digest);
        if (entry.artifactType !== referrer.artifactType || entry.mediaType !== MANIFEST_TYPE)
            throw mismatch(entry.digest, 'is entered as something else');
        if (referrer.subject.digest !== subject)
            throw mismatch(entry.digest, `refers to ${referrer.subject.digest} and is entered for ${subject}`);
        await this.#blobs.read(digestOf(EMPTY_TEXT));
        return referrer;
    }
}
function releaseEntry(manifest) {
    return { mediaType: MANIFEST_TYPE, digest: manifest.digest, size: manifest.size, artifactType: RELEASE_TYPE };
}
function sorted(annotations) {
    return Object.fromEntries(Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1)));
}
/** The same commit must give the same digest on every machine and day. */
function assertTimeless(annotations) {
    const key = 'org.opencontainers.image.created';
    const value = annotations[key];
    if (value === undefined)
        return;
    throw new errors/* ConfigError */.xL([{ code: 'artifact.annotation-of-time', what: `the annotation ${key} would make every build another artifact`, value, remedy: 'Leave it out; the time of the build is in the provenance.' }]);
}

;// CONCATENATED MODULE: ./build/src/adapters/system/clock.js


/** Crockford's base 32, as the ULID specification has it. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The machine's clock. */
function systemClock() {
    return {
        now: () => Date.now(),
        async sleep(ms, signal) {
            signal.throwIfAborted();
            try {
                await (0,external_node_timers_promises_.setTimeout)(ms, undefined, { signal });
            }
            catch (error) {
                // The timer's own AbortError says nothing about why.
                throw signal.aborted ? signal.reason : error;
            }
        },
        ulid: () => ulid(Date.now(), (0,external_node_crypto_.randomBytes)(10)),
    };
}
/** A ULID: 48 bits of time and 80 random bits in base 32 (github.com/ulid/spec). `at` in epoch milliseconds. */
function ulid(at, random) {
    return `${base32(BigInt(at), 10)}${base32(random.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n), 16)}`;
}
function base32(value, length) {
    return Array.from({ length }, (_, index) => ALPHABET.charAt(Number((value >> BigInt(5 * (length - 1 - index))) & 31n))).join('');
}

;// CONCATENATED MODULE: ./build/src/adapters/exec/version-of.js
/** How long a program may take to print its version, milliseconds. */
const version_of_LIMIT_MS = 10_000;
/**
 * What `<program> --version` prints on its first line; undefined when the program is not on the PATH or prints nothing in time.
 * The toolkit's exec fits here, where nothing is started that could start others; everything else needs process groups (programs.ts),
 * which it does not have.
 */
async function versionOf(program) {
    // The toolkit would read a blank or a quote as part of a command line.
    if (!/^[\w.+@/:\\-]+$/.test(program))
        return undefined;
    // Loaded on first use: most commands never ask for a version.
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 260).then(__webpack_require__.bind(__webpack_require__, 1260));
    const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    const asked = getExecOutput(program, ['--version'], { silent: true, ignoreReturnCode: true, env });
    const limit = new Promise((resolve) => setTimeout(() => resolve(undefined), version_of_LIMIT_MS).unref());
    try {
        const output = await Promise.race([asked, limit]);
        if (output === undefined || output.exitCode !== 0)
            return undefined;
        const [first] = `${output.stdout}\n${output.stderr}`.split('\n').map((line) => line.trim()).filter((line) => line !== '');
        return first;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/system/host.js


/** The machine this runs on. */
function localHost(env) {
    return {
        async freeBytes(path) {
            try {
                const { bavail, bsize } = await (0,promises_.statfs)(path);
                return bavail * bsize;
            }
            catch {
                return undefined;
            }
        },
        hasVariable: (name) => (env[name] ?? '') !== '',
        versionOf: versionOf,
    };
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/identity.js


/** The identity of a running process; undefined when there is none, or only its zombie. */
function identityOf(pid) {
    const seen = look(pid);
    return seen === undefined || seen.isZombie ? undefined : { pid, startTime: seen.startTime };
}
/** Whether exactly this process still runs. */
function lives(identity) {
    const seen = look(identity.pid);
    return seen !== undefined && !seen.isZombie && seen.startTime === identity.startTime;
}
/** Whether the number now belongs to another process, which must not be signalled. */
function isForeign(identity) {
    const seen = look(identity.pid);
    return seen !== undefined && seen.startTime !== identity.startTime;
}
function look(pid) {
    return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid);
}
/** The fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets (proc_pid_stat(5)). */
function statFields(pid) {
    try {
        const text = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        return text.slice(text.lastIndexOf(')') + 2).split(' ');
    }
    catch {
        return undefined;
    }
}
function lookInProc(pid) {
    const fields = statFields(pid);
    // Fields 3 (state) and 22 (starttime) of the whole line.
    const startTime = fields?.[19];
    return startTime === undefined ? undefined : { startTime, isZombie: fields?.[0] === 'Z' };
}
function lookWithPs(pid) {
    try {
        const text = (0,external_node_child_process_.execFileSync)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim();
        const [state = '', ...rest] = text.split(/\s+/);
        return text === '' ? undefined : { startTime: rest.join(' '), isZombie: state.startsWith('Z') };
    }
    catch {
        return undefined;
    }
}
/** Memory and processor time of a process, where the system tells without starting a program. */
function usageOf(pid) {
    if (process.platform !== 'linux')
        return {};
    const fields = statFields(pid);
    if (fields === undefined)
        return {};
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kib = residentKib(pid);
    // USER_HZ is 100 on every architecture that Node runs on.
    return { cpuSeconds: ticks / 100, ...(kib === undefined ? {} : { rssBytes: kib * 1024 }) };
}
function residentKib(pid) {
    try {
        const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
        return match?.[1] === undefined ? undefined : Number(match[1]);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/json-http.js

/** Most of a message on the control socket, bytes. */
const LIMIT = 4 * 1024 * 1024;
/** Reads a JSON body; rejects when it is too long or not JSON. */
async function readJson(message) {
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        size += bytes.length;
        if (size > LIMIT)
            throw new Error(`the message is longer than ${LIMIT} bytes`);
        chunks.push(bytes);
    }
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return value;
}
/** Answers with JSON. */
function answerJson(response, status, value) {
    const body = JSON.stringify(value);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close' });
    response.end(body);
}
/** Asks over a unix socket. Rejects with the network error when nobody listens. */
function askSocket(socketPath, question) {
    return new Promise((resolve, reject) => {
        const request = (0,external_node_http_.request)({ socketPath, method: question.method, path: question.path, agent: false, signal: question.signal, headers: { 'content-type': 'application/json' } });
        request.once('error', reject);
        request.once('response', (response) => {
            readJson(response).then((value) => resolve({ status: response.statusCode ?? 0, value }), reject);
        });
        request.end(question.body === undefined ? undefined : JSON.stringify(question.body));
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/protocol.js
// What the operator and the supervisor say to each other, and what the supervisor writes down.

/** Raised when an older supervisor could not understand a newer operator. */
const PROTOCOL = 1;
const NOTHING_WANTED = { boundsMs: [50, 100, 200, 400, 800, 1600, 3200], upstreamTimeoutMs: 60_000, releases: [] };
/** Thrown by the parsers below; the message names the field. */
class ProtocolError extends Error {
}
function protocol_fields(value, where) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new ProtocolError(`${where} is not an object`);
    return value;
}
function protocol_text(value, where) {
    if (typeof value !== 'string')
        throw new ProtocolError(`${where} is not a text`);
    return value;
}
function number(value, where) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
        throw new ProtocolError(`${where} is not a number from 0 up`);
    return value;
}
function list(value, where, item) {
    if (!Array.isArray(value))
        throw new ProtocolError(`${where} is not a list`);
    return value.map((each, index) => item(each, `${where}[${index}]`));
}
function digest(value, where) {
    const found = (0,artifact_digest/* parseDigest */.m)(protocol_text(value, where));
    if (!found.ok)
        throw new ProtocolError(`${where} is not a digest`);
    return found.value;
}
function parseRun(value, where) {
    const run = protocol_fields(value, where);
    const [program, ...args] = list(run['argv'], `${where}.argv`, protocol_text);
    if (program === undefined)
        throw new ProtocolError(`${where}.argv is empty`);
    const env = Object.entries(protocol_fields(run['env'], `${where}.env`)).map(([name, each]) => [name, protocol_text(each, `${where}.env.${name}`)]);
    return {
        argv: [program, ...args],
        env: Object.fromEntries(env),
        cwd: protocol_text(run['cwd'], `${where}.cwd`),
        logs: protocol_text(run['logs'], `${where}.logs`),
        ...(run['ready'] === undefined ? {} : { ready: protocol_text(run['ready'], `${where}.ready`) }),
        startLimitMs: number(run['startLimitMs'], `${where}.startLimitMs`),
        drainMs: number(run['drainMs'], `${where}.drainMs`),
    };
}
function protocol_parseRelease(value, where) {
    const release = protocol_fields(value, where);
    const weight = number(release['weight'], `${where}.weight`);
    if (weight > 100)
        throw new ProtocolError(`${where}.weight is above 100`);
    return {
        digest: digest(release['digest'], `${where}.digest`),
        version: protocol_text(release['version'], `${where}.version`),
        weight,
        instances: Math.floor(number(release['instances'], `${where}.instances`)),
        run: parseRun(release['run'], `${where}.run`),
    };
}
/** Parses what is wanted; throws ProtocolError. */
function parseWanted(value) {
    const wanted = protocol_fields(value, 'wanted');
    const releases = list(wanted['releases'], 'wanted.releases', protocol_parseRelease);
    if (new Set(releases.map((release) => release.digest)).size < releases.length)
        throw new ProtocolError('wanted.releases names a digest twice');
    if (releases.reduce((sum, release) => sum + release.weight, 0) > 100)
        throw new ProtocolError('the weights add up to more than 100');
    return {
        boundsMs: list(wanted['boundsMs'], 'wanted.boundsMs', number),
        upstreamTimeoutMs: number(wanted['upstreamTimeoutMs'], 'wanted.upstreamTimeoutMs'),
        releases,
    };
}
/** Parses a change with its fence; throws ProtocolError. */
function parseChange(value) {
    const change = protocol_fields(value, 'the change');
    return { fence: number(change['fence'], 'fence'), wanted: parseWanted(change['wanted']) };
}
function parseProcess(value, where) {
    const saved = protocol_fields(value, where);
    const identity = protocol_fields(saved['identity'], `${where}.identity`);
    return {
        slot: protocol_text(saved['slot'], `${where}.slot`),
        digest: digest(saved['digest'], `${where}.digest`),
        identity: { pid: number(identity['pid'], `${where}.identity.pid`), startTime: protocol_text(identity['startTime'], `${where}.identity.startTime`) },
        port: number(saved['port'], `${where}.port`),
        log: protocol_text(saved['log'], `${where}.log`),
        isReady: saved['isReady'] === true,
        restarts: number(saved['restarts'], `${where}.restarts`),
        isStopping: saved['isStopping'] === true,
        drainMs: number(saved['drainMs'], `${where}.drainMs`),
    };
}
/** Parses the supervisor's state; throws ProtocolError. */
function parseSaved(value) {
    const saved = protocol_fields(value, 'the state');
    if (saved['schema'] !== 1)
        throw new ProtocolError(`the state has schema ${String(saved['schema'])}, this version knows 1`);
    return {
        schema: 1,
        fence: number(saved['fence'], 'fence'),
        wanted: parseWanted(saved['wanted']),
        processes: list(saved['processes'], 'processes', parseProcess),
    };
}
/** Parses where the supervisor is; throws ProtocolError. */
function parsePlace(value) {
    const place = protocol_fields(value, 'the place');
    if (place['schema'] !== 1)
        throw new ProtocolError(`the place has schema ${String(place['schema'])}, this version knows 1`);
    return {
        schema: 1,
        service: protocol_text(place['service'], 'service'),
        environment: protocol_text(place['environment'], 'environment'),
        host: protocol_text(place['host'], 'host'),
        port: number(place['port'], 'port'),
        socket: protocol_text(place['socket'], 'socket'),
    };
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/durable-file.js



/**
 * Replaces a file so that a crash or a loss of power leaves the old or the new one, whole. Synchronous, because what follows (a signal,
 * an answer) must not happen before it is on disk. Mode 0600: the environment of releases is in it.
 */
function replaceFile(path, content) {
    const fresh = `${path}.${process.pid}.new`;
    const file = (0,external_node_fs_.openSync)(fresh, 'w', 0o600);
    try {
        (0,external_node_fs_.writeSync)(file, content);
        (0,external_node_fs_.fsyncSync)(file);
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
    (0,external_node_fs_.renameSync)(fresh, path);
    const directory = (0,external_node_fs_.openSync)((0,external_node_path_.dirname)(path), 'r');
    try {
        (0,external_node_fs_.fsyncSync)(directory);
    }
    finally {
        (0,external_node_fs_.closeSync)(directory);
    }
}
/** The JSON in a file; undefined when there is no such file. Throws for a file that cannot be read or is not JSON: it is never taken for absent. */
function readJsonFile(path) {
    let content;
    try {
        content = (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch (error) {
        if (errorCode(error) === 'ENOENT')
            return undefined;
        throw error;
    }
    const value = JSON.parse(content);
    return value;
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/places.js






/** Longest path of a unix socket that every system takes, bytes (104 on macOS, 108 on Linux, with the final zero). */
const SOCKET_PATH_LIMIT = 100;
/** The files of one environment's directory. */
const stateFile = (directory) => (0,external_node_path_.join)(directory, 'state.json');
const placeFile = (directory) => (0,external_node_path_.join)(directory, 'place.json');
const guardianFile = (directory) => (0,external_node_path_.join)(directory, 'guardian.json');
const workerFile = (directory) => (0,external_node_path_.join)(directory, 'worker.json');
const supervisorLog = (directory) => (0,external_node_path_.join)(directory, 'supervisor.log');
const releasesDirectory = (directory) => (0,external_node_path_.join)(directory, 'releases');
const releaseDirectory = (directory, digest) => (0,external_node_path_.join)(releasesDirectory(directory), digest.slice('sha256:'.length));
/** Path of the control socket. A path too long for a socket is replaced by one under a directory of our own in the system's temporary one. */
function socketPath(directory) {
    const near = (0,external_node_path_.join)(directory, 'control.sock');
    if (Buffer.byteLength(near) <= SOCKET_PATH_LIMIT)
        return near;
    const uid = process.getuid?.() ?? 0;
    const own = (0,external_node_path_.join)((0,external_node_os_.tmpdir)(), `flowspec-operate-${uid}`);
    (0,external_node_fs_.mkdirSync)(own, { recursive: true, mode: 0o700 });
    const found = (0,external_node_fs_.lstatSync)(own);
    // Anyone may create this name first in a shared temporary directory; only a directory that nobody else can write is good enough.
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
        throw new Error(`${own} is not a directory that only you may use; remove it or set TMPDIR`);
    return (0,external_node_path_.join)(own, `${(0,external_node_crypto_.createHash)('sha256').update(directory).digest('hex').slice(0, 16)}.sock`);
}
/** Where the supervisor of a directory is; undefined when none was ever started. */
function readPlace(directory) {
    const value = readJsonFile(placeFile(directory));
    return value === undefined ? undefined : parsePlace(value);
}
/** What the supervisor of a directory wrote down last. */
function readSaved(directory) {
    const value = readJsonFile(stateFile(directory));
    return value === undefined ? undefined : parseSaved(value);
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/client.js






/** How long one question may take, and how long a supervisor that lives may be silent while it is replaced, milliseconds. */
const QUESTION_MS = 10_000;
const SILENCE_MS = 10_000;
/** The supervisor's state, or undefined when none runs. A supervisor whose worker is just being replaced is waited for. */
async function readStatus(directory, signal) {
    const from = performance.now();
    for (;;) {
        const place = readPlace(directory);
        if (place === undefined)
            return undefined;
        try {
            const answer = await askSocket(place.socket, { method: 'GET', path: '/status', signal: questionSignal(signal) });
            // The supervisor is ours, its script checked by hash; what it says is not parsed again.
            if (answer.status === 200)
                return { place, status: answer.value };
            throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the supervisor of ${directory} answered with status ${answer.status}`, remedy: `Read ${directory}/supervisor.log.` });
        }
        catch (error) {
            if (error instanceof errors/* AdapterError */.om)
                throw error;
            if (signal.aborted)
                throw signal.reason;
            if (!isSupervised(directory))
                return undefined;
            if (performance.now() - from > SILENCE_MS) {
                throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the supervisor of ${directory} runs and does not answer: ${(0,errors/* messageOf */.bD)(error)}`, remedy: `Read ${directory}/supervisor.log.`, cause: error });
            }
            await (0,external_node_timers_promises_.setTimeout)(50, undefined, { signal });
        }
    }
}
/** Replaces what is wanted. Throws `fenced_out` when a newer lease was seen. */
async function applyWanted(directory, change, signal) {
    const from = performance.now();
    for (;;) {
        const answer = await ask(directory, '/apply', change, signal);
        if (answer?.status === 200)
            return answer.value;
        const problem = client_problemOf(answer?.value);
        // Repeating is safe: a change replaces everything, and its fence says whose it is.
        if ((answer === undefined || answer.status === 503) && performance.now() - from < SILENCE_MS) {
            await (0,external_node_timers_promises_.setTimeout)(50, undefined, { signal });
            continue;
        }
        const code = problem.code === 'fenced_out' ? 'fenced_out' : 'target_unreachable';
        throw new errors/* AdapterError */.om({ code, message: `the supervisor of ${directory} refused: ${problem.message}`, remedy: code === 'fenced_out' ? 'Another run has taken this environment over; look at `status`.' : `Read ${directory}/supervisor.log.` });
    }
}
/** Asks for a worker from another script. */
async function handOver(directory, script, signal) {
    await ask(directory, '/handover', { script }, signal);
}
/** Asks the supervisor to stop everything; false when none answers. */
async function askToStop(directory, signal) {
    return (await ask(directory, '/stop', {}, signal))?.status === 202;
}
async function ask(directory, path, body, signal) {
    const place = readPlace(directory);
    if (place === undefined)
        return undefined;
    try {
        return await askSocket(place.socket, { method: 'POST', path, body, signal: questionSignal(signal) });
    }
    catch {
        if (signal.aborted)
            throw signal.reason;
        return undefined;
    }
}
function questionSignal(signal) {
    return AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)]);
}
function client_problemOf(value) {
    const isProblem = typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
    return isProblem ? { code: String(value.code), message: String(value.message) } : { code: 'unknown', message: 'it gave no answer' };
}
/** Whether the directory's guardian lives, or a worker that is about to get another one. */
function isSupervised(directory) {
    return [guardianFile(directory), workerFile(directory)].some((path) => {
        const value = readJsonFile(path);
        if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
            return false;
        return typeof value.pid === 'number' && typeof value.startTime === 'string' && lives({ pid: value.pid, startTime: value.startTime });
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/instance-log.js


/** Size from which a log is cut, bytes. One earlier part of that size is kept beside it. */
const LOG_LIMIT = (/* unused pure expression or super */ null && (4 * 1024 * 1024));
/** Opens a log for a process to append to; the caller closes its own end after the start. */
function openLog(path) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o700 });
    return (0,external_node_fs_.openSync)(path, 'a', 0o600);
}
/**
 * Moves a log that has grown too large aside. It is copied and emptied rather than renamed, because the process that writes it keeps
 * its file open; it appends, so it goes on at the new end. Lines written in between are lost.
 */
function capLog(path) {
    try {
        if (statSync(path).size <= LOG_LIMIT)
            return;
        copyFileSync(path, `${path}.1`);
        truncateSync(path, 0);
    }
    catch {
        // The log of an instance that is being removed; there is nothing left to cap.
    }
}
/** The last lines of a log; empty when there is none. */
function logTail(path, lines) {
    try {
        const file = (0,external_node_fs_.openSync)(path, 'r');
        try {
            const { size } = (0,external_node_fs_.fstatSync)(file);
            const buffer = Buffer.alloc(Math.min(size, 64 * 1024));
            (0,external_node_fs_.readSync)(file, buffer, 0, buffer.length, size - buffer.length);
            return new TextDecoder('utf-8').decode(buffer).trimEnd().split('\n').slice(-lines).join('\n');
        }
        finally {
            (0,external_node_fs_.closeSync)(file);
        }
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/await-healthy.js




/** Lines of the log that an error quotes. */
const TAIL_LINES = 20;
/** Waits until so many instances of the release are healthy. Throws `candidate_unhealthy` with what the log says last. */
async function awaitHealthy(digest, count, patience) {
    const until = patience.clock.now() + patience.limitMs;
    for (;;) {
        const status = await statusNow(patience.directory, patience.signal);
        const release = status.releases.find((each) => each.digest === digest);
        if (release === undefined)
            throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the target no longer knows ${(0,artifact_digest/* shortDigest */.V)(digest)}`, remedy: 'Someone else changed it; run again.' });
        const healthy = release.slots.filter((slot) => slot.health === 'healthy').length;
        if (healthy >= count)
            return status;
        const looping = release.slots.find((slot) => slot.isCrashLooping);
        if (looping !== undefined)
            throw unhealthy(release, looping, `ends again and again (${looping.lastExit ?? 'unknown'})`);
        if (patience.clock.now() > until) {
            const waiting = release.slots.find((slot) => slot.health !== 'healthy') ?? release.slots[0];
            const last = waiting?.lastExit === undefined ? '' : `; it last ended with ${waiting.lastExit}`;
            throw unhealthy(release, waiting, `is not ready after ${patience.limitMs / 1000} s (${healthy} of ${count} instances are${last})`);
        }
        await patience.clock.sleep(25, patience.signal);
    }
}
/** The status of a supervisor that must run. */
async function statusNow(directory, signal) {
    const found = await readStatus(directory, signal);
    if (found !== undefined)
        return found.status;
    throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the supervisor of ${directory} has ended`, remedy: `Read ${directory}/supervisor.log; the next run starts it again.` });
}
function unhealthy(release, slot, what) {
    const tail = slot === undefined ? '' : logTail(slot.log, TAIL_LINES);
    const said = tail === '' ? 'Its log is empty.' : `Its log ends with:\n${tail}`;
    return new errors/* AdapterError */.om({
        code: 'candidate_unhealthy',
        message: `${release.version} (${(0,artifact_digest/* shortDigest */.V)(release.digest)}), started as \`${release.run.argv.join(' ')}\`, ${what}. ${said}`,
        remedy: `Start it by hand with PORT set, in ${release.run.cwd}; its logs are in ${release.run.logs}.`,
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/environment.js
/**
 * Variables that a release inherits from whoever deploys it. Everything else stays behind: a token of the run that deployed would
 * otherwise live on in every process of the release (invariant I9).
 */
const INHERITED = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/;
/** The part of an environment that releases and their supervisor get. */
function minimalEnvironment(env) {
    return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && INHERITED.test(name) ? [[name, value]] : [])));
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/script.js


/** First 16 hex digits of the SHA-256 of a script: which supervisor it is. */
function scriptHash(path) {
    return (0,external_node_crypto_.createHash)('sha256').update((0,external_node_fs_.readFileSync)(path)).digest('hex').slice(0, 16);
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/start.js















/** How long a supervisor may take to answer after its start, milliseconds. */
const START_LIMIT_MS = 20_000;
/** How long a busy port is tried again when a supervisor of ours may hold it, milliseconds. */
const PORT_PATIENCE_MS = 3_000;
/** The status of the directory's supervisor, started first when none runs. Throws `target_unreachable` when its port is busy. */
async function ensureSupervisor(options) {
    checkPlace(options);
    const running = await readStatus(options.directory, options.signal);
    if (running !== undefined)
        return running.status;
    (0,external_node_fs_.mkdirSync)(options.directory, { recursive: true, mode: 0o700 });
    const lock = await takeStartLock(options);
    try {
        const meanwhile = await readStatus(options.directory, options.signal);
        return meanwhile === undefined ? await start(options) : meanwhile.status;
    }
    finally {
        (0,external_node_fs_.rmSync)(lock, { force: true });
    }
}
/** Makes the running supervisor the one of `script`, without losing a request. */
async function upgradeSupervisor(options, status) {
    const hash = scriptHash(options.script);
    if (status.script === hash)
        return status;
    if (status.protocol > PROTOCOL) {
        throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the supervisor of ${options.directory} is newer than this program`, remedy: 'Use the version that deployed last, or a newer one.' });
    }
    await handOver(options.directory, installScript(options), options.signal);
    return waitFor(options, 'a newer supervisor did not take over', (found) => found.script === hash);
}
/** A directory serves one environment of one service at one address. */
function checkPlace(options) {
    const place = readPlace(options.directory);
    if (place === undefined)
        return;
    if (place.service !== options.service || place.environment !== options.environment) {
        throw new errors/* AdapterError */.om({
            code: 'target_unreachable',
            message: `${options.directory} belongs to ${place.service} in ${place.environment}, not to ${options.service} in ${options.environment}`,
            remedy: 'Give each environment a `directory` of its own.',
        });
    }
    const moved = place.host !== options.host || (options.port !== 0 && place.port !== options.port);
    if (moved) {
        throw new errors/* AdapterError */.om({
            code: 'target_unreachable',
            message: `the target listens on ${place.host}:${place.port}, the configuration says ${options.host}:${options.port}`,
            remedy: `Set the address back, or stop what runs and remove ${placeFile(options.directory)}; see the guide on the process target.`,
        });
    }
}
/** Copies the script to where it stays when the operator's own copy goes. Sources are run where they are. */
function installScript(options) {
    if ((0,external_node_path_.extname)(options.script) === '.ts')
        return options.script;
    const bin = (0,external_node_path_.join)(options.directory, 'bin');
    const path = (0,external_node_path_.join)(bin, `supervisor-${scriptHash(options.script)}.mjs`);
    if ((0,external_node_fs_.existsSync)(path) && scriptHash(path) === scriptHash(options.script))
        return path;
    (0,external_node_fs_.mkdirSync)(bin, { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    (0,external_node_fs_.copyFileSync)(options.script, fresh);
    (0,external_node_fs_.renameSync)(fresh, path);
    return path;
}
/** Two operators may start at the same time; one does, the other finds what it started. */
async function takeStartLock(options) {
    const path = (0,external_node_path_.join)(options.directory, 'start.lock');
    const until = performance.now() + START_LIMIT_MS;
    for (;;) {
        try {
            (0,external_node_fs_.writeFileSync)(path, JSON.stringify(identityOf(process.pid)), { flag: 'wx', mode: 0o600 });
            return path;
        }
        catch {
            if (performance.now() > until) {
                throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `another process is starting the supervisor of ${options.directory}`, remedy: `Try again; remove ${path} when nothing is being started.` });
            }
            if (isAbandoned(path))
                (0,external_node_fs_.rmSync)(path, { force: true });
            else
                await (0,external_node_timers_promises_.setTimeout)(50, undefined, { signal: options.signal });
        }
    }
}
function isAbandoned(lock) {
    try {
        const holder = readJsonFile(lock);
        if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('startTime' in holder))
            return false;
        return typeof holder.pid === 'number' && typeof holder.startTime === 'string' && !lives({ pid: holder.pid, startTime: holder.startTime });
    }
    catch {
        // Not written yet.
        return false;
    }
}
async function start(options) {
    const script = installScript(options);
    const remembered = readPlace(options.directory);
    const port = options.port === 0 ? (remembered?.port ?? 0) : options.port;
    const until = performance.now() + (remembered === undefined ? 0 : PORT_PATIENCE_MS);
    for (;;) {
        try {
            await listenAndLeave(options, { script, port });
            return await waitFor(options, 'the supervisor did not start', () => true);
        }
        catch (error) {
            // The socket may be held for a moment by a worker whose guardian died: it is bringing up another, or is about to end.
            const found = await readStatus(options.directory, options.signal);
            if (found !== undefined)
                return found.status;
            if (performance.now() > until || !isBusy(error))
                throw error;
            await (0,external_node_timers_promises_.setTimeout)(100, undefined, { signal: options.signal });
        }
    }
}
function isBusy(error) {
    return error instanceof errors/* AdapterError */.om && errorCode(error.cause) === 'EADDRINUSE';
}
/**
 * Listens, starts the guardian with the socket and closes it here, all in one turn of the event loop: this process never accepts.
 * The place is written before the guardian can read it.
 */
function listenAndLeave(options, at) {
    return new Promise((resolve, reject) => {
        const server = (0,external_node_net_.createServer)();
        server.once('error', (error) => reject(portError(error, options.host, at.port)));
        server.listen({ port: at.port, host: options.host, backlog: 1024 }, () => {
            try {
                const address = server.address();
                const port = typeof address === 'object' && address !== null ? address.port : 0;
                const { directory, service, environment, host } = options;
                const place = { schema: 1, service, environment, host, port, socket: socketPath(directory) };
                replaceFile(placeFile(directory), JSON.stringify(place));
                const log = openLog(supervisorLog(directory));
                const child = (0,external_node_child_process_.spawn)(process.execPath, [at.script, 'guardian', directory], { cwd: directory, detached: true, env: minimalEnvironment(process.env), stdio: ['ignore', log, log, start_descriptorOf(server)] });
                (0,external_node_fs_.closeSync)(log);
                child.once('error', (error) => reject(new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the supervisor could not be started: ${(0,errors/* messageOf */.bD)(error)}`, cause: error })));
                child.unref();
                resolve();
            }
            catch (error) {
                reject(error instanceof Error ? error : new Error((0,errors/* messageOf */.bD)(error)));
            }
            finally {
                server.close();
            }
        });
    });
}
/** The descriptor of a listening socket, which Node keeps in the handle that `listen` takes as well. */
function start_descriptorOf(server) {
    const handle = Reflect.get(server, '_handle');
    const descriptor = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
    if (typeof descriptor === 'number' && descriptor >= 0)
        return descriptor;
    throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the process target cannot pass a listening socket on under ${process.platform}`, remedy: 'Use it on Linux or macOS.' });
}
function portError(error, host, port) {
    const busy = errorCode(error) === 'EADDRINUSE';
    return new errors/* AdapterError */.om({
        code: 'target_unreachable',
        message: busy ? `port ${port} on ${host} is used by another program` : `cannot listen on ${host}:${port}: ${(0,errors/* messageOf */.bD)(error)}`,
        remedy: busy ? `Stop that program (\`ss -ltnp 'sport = :${port}'\` names it), or set another \`port\` for this target.` : 'Set a `host` of this machine and a `port` that you may use.',
        cause: error,
    });
}
async function waitFor(options, failure, isDone) {
    const until = performance.now() + START_LIMIT_MS;
    for (;;) {
        const found = await readStatus(options.directory, options.signal);
        if (found !== undefined && isDone(found.status))
            return found.status;
        if (performance.now() > until) {
            throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `${failure} within ${START_LIMIT_MS / 1000} s`, remedy: `Read ${supervisorLog(options.directory)}.` });
        }
        await (0,external_node_timers_promises_.setTimeout)(50, undefined, { signal: options.signal });
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/target-state.js

/** The public address; a proxy on every interface is asked on this one. */
function addressOf(place) {
    const host = place.host === '0.0.0.0' ? '127.0.0.1' : place.host === '::' ? '[::1]' : place.host.includes(':') ? `[${place.host}]` : place.host;
    return `http://${host}:${place.port}`;
}
/** What a supervisor says, in the words of the port. */
function target_state_stateOf(status, place) {
    return {
        at: status.at,
        epoch: status.epoch,
        boundsMs: status.boundsMs,
        address: addressOf(place),
        releases: status.releases.map((release) => ({
            digest: checked(release.digest),
            version: release.version,
            weight: release.weight,
            instances: release.slots.map(({ id, health, address, restarts, rssBytes, cpuSeconds }) => ({
                id,
                health,
                restarts,
                ...(address === undefined ? {} : { address }),
                ...(rssBytes === undefined ? {} : { rssBytes }),
                ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
            })),
            counters: release.counters,
        })),
    };
}
function checked(text) {
    const digest = (0,artifact_digest/* parseDigest */.m)(text);
    if (!digest.ok)
        throw new Error(`the supervisor named ${text}, which is not a digest`);
    return digest.value;
}
/** What should run but does not, because no supervisor does: its releases, with every instance stopped. */
function stoppedState(saved, options) {
    const boundsMs = saved?.wanted.boundsMs ?? options.boundsMs;
    const counters = { requests: 0, errors: 0, over: boundsMs.map(() => 0), latencySumMs: 0 };
    return {
        at: options.at,
        epoch: 'stopped',
        boundsMs,
        ...(options.place === undefined ? {} : { address: addressOf(options.place) }),
        releases: (saved?.wanted.releases ?? []).map(({ digest, version, weight, instances }) => ({
            digest,
            version,
            weight,
            instances: Array.from({ length: instances }, (_, index) => ({ id: `stopped-${index}`, health: 'stopped', restarts: 0 })),
            counters,
        })),
    };
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/unpack.js








/** Unpacked releases that are kept beside the ones in use, so that going back to one needs no unpacking. */
const unpack_KEPT = 5;
/**
 * Unpacks a release unless it is there already, every file as it was packed (FAULTS E25); returns its directory. Half an unpacking is
 * never taken for a release: it happens aside and is moved into place in one step. `isRunning` keeps a running release's files.
 */
async function unpack(directory, digest, options) {
    const home = releaseDirectory(directory, digest);
    const app = (0,external_node_path_.join)(home, 'app');
    if (options.isRunning || (await isIntact(home, app)))
        return app;
    await (0,promises_.mkdir)(home, { recursive: true, mode: 0o700 });
    const aside = (0,external_node_path_.join)(home, `.unpacking-${(0,external_node_crypto_.randomUUID)()}`);
    try {
        const files = await options.store.extract(digest, aside);
        await (0,promises_.writeFile)((0,external_node_path_.join)(home, 'files.json'), JSON.stringify(files.map(({ path, digest: content }) => ({ path, digest: content }))));
        await (0,promises_.rm)(app, { recursive: true, force: true });
        await (0,promises_.rename)(aside, app);
    }
    catch (error) {
        if (error instanceof errors/* AdapterError */.om)
            throw error;
        throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `the release could not be unpacked into ${app}: ${(0,errors/* messageOf */.bD)(error)}`, remedy: 'Check free space and permissions of the directory.', cause: error });
    }
    finally {
        await (0,promises_.rm)(aside, { recursive: true, force: true });
    }
    return app;
}
async function isIntact(home, app) {
    try {
        const files = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)(home, 'files.json'), 'utf8'));
        if (!Array.isArray(files))
            return false;
        for (const file of files) {
            if (typeof file !== 'object' || file === null || !('path' in file) || !('digest' in file))
                return false;
            const wanted = (0,artifact_digest/* parseDigest */.m)(String(file.digest));
            if (!wanted.ok || (await unpack_digestOf((0,external_node_path_.join)(app, String(file.path)))) !== wanted.value)
                return false;
        }
        return (await (0,promises_.stat)(app)).isDirectory();
    }
    catch {
        return false;
    }
}
async function unpack_digestOf(path) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(path), hash);
    return `sha256:${hash.digest('hex')}`;
}
/** Removes unpacked releases that are neither in use nor among the last few. */
async function prune(directory, inUse) {
    const used = new Set(inUse.map((digest) => digest.slice('sha256:'.length)));
    const names = (await (0,promises_.readdir)(releasesDirectory(directory))).filter((name) => /^[0-9a-f]{64}$/.test(name) && !used.has(name));
    const dated = await Promise.all(names.map(async (name) => ({ name, at: (await (0,promises_.stat)((0,external_node_path_.join)(releasesDirectory(directory), name))).mtimeMs })));
    const old = dated.toSorted((a, b) => b.at - a.at).slice(unpack_KEPT);
    await Promise.all(old.map(({ name }) => (0,promises_.rm)((0,external_node_path_.join)(releasesDirectory(directory), name), { recursive: true, force: true })));
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/wanted.js
/** What is wanted now, without what was measured. */
function wantedOf(status, options) {
    return {
        ...options,
        releases: status.releases.map(({ digest, version, weight, instances, run }) => ({ digest, version, weight, instances, run })),
    };
}
/** With this release in the place of the one with its digest, or added. */
function withRelease(wanted, release) {
    const isKnown = wanted.releases.some((each) => each.digest === release.digest);
    return { ...wanted, releases: isKnown ? wanted.releases.map((each) => (each.digest === release.digest ? release : each)) : [...wanted.releases, release] };
}
/** With each release changed. */
function mapReleases(wanted, change) {
    return { ...wanted, releases: wanted.releases.map(change) };
}
/** With one release alone, at full weight. */
function onlyRelease(wanted, digest) {
    return { ...wanted, releases: wanted.releases.filter((each) => each.digest === digest).map((each) => ({ ...each, weight: 100 })) };
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/process-target.js










/** Latency bounds that are counted when nothing else is asked for, milliseconds. */
const DEFAULT_LATENCY_BOUNDS_MS = [50, 100, 200, 400, 800, 1600, 3200];
const DEFAULT_UPSTREAM_TIMEOUT_MS = 60_000;
/** How much longer than its drain a stop may take (the grace before SIGKILL is inside), milliseconds. */
const STOP_SLACK_MS = 15_000;
/** The directory of a process target. */
function targetDirectory(root, settings) {
    return (0,external_node_path_.isAbsolute)(settings.directory) ? settings.directory : (0,external_node_path_.resolve)(root, settings.directory);
}
/**
 * The embedded default: releases as supervised processes of this machine behind a weighted HTTP proxy (SPEC E2). Everything runs on
 * after the operator has gone and is found again by the next one. `observe` changes nothing; the others start the supervisor when
 * none runs, which brings back what was wanted before.
 */
function processTarget(options) {
    const { settings, clock, store } = options;
    const directory = targetDirectory(options.root, settings);
    const boundsMs = options.latencyBoundsMs.length > 0 ? options.latencyBoundsMs : DEFAULT_LATENCY_BOUNDS_MS;
    const measuring = { boundsMs, upstreamTimeoutMs: options.upstreamTimeoutMs ?? DEFAULT_UPSTREAM_TIMEOUT_MS };
    const startLimitMs = settings.startLimitSeconds * 1000;
    const drainMs = settings.drainSeconds * 1000;
    const startOptions = (signal) => ({
        directory,
        script: options.supervisorScript,
        service: options.service,
        environment: options.environment,
        host: settings.host,
        port: settings.port,
        signal,
    });
    const ensure = (signal) => ensureSupervisor(startOptions(signal));
    const apply = (wanted, { fence, signal }) => applyWanted(directory, { fence, wanted }, signal);
    const healthy = (digest, count, { signal }) => awaitHealthy(digest, count, { directory, clock, limitMs: startLimitMs, signal });
    const observe = async (signal) => {
        const found = await readStatus(directory, signal);
        if (found !== undefined)
            return target_state_stateOf(found.status, found.place);
        return stoppedState(readSaved(directory), { at: clock.now(), boundsMs, place: readPlace(directory) });
    };
    const runSpec = (digest, cwd) => ({
        argv: settings.argv,
        env: settings.env,
        cwd,
        logs: (0,external_node_path_.join)(releaseDirectory(directory, digest), 'logs'),
        ...(settings.ready === undefined ? {} : { ready: settings.ready }),
        startLimitMs,
        drainMs,
    });
    /** The release as it should run: unpacked, at its present weight, with so many instances. */
    const present = async (release, status) => {
        const known = status.releases.find((each) => each.digest === release.digest);
        const isRunning = known !== undefined && known.slots.some((slot) => slot.pid !== undefined);
        const cwd = await unpack(directory, release.digest, { store, isRunning });
        return { ...release, weight: known?.weight ?? 0, run: runSpec(release.digest, cwd) };
    };
    /** Waits until nothing is being stopped any more. */
    const settled = async (isIn, { signal }) => {
        const until = clock.now() + drainMs + STOP_SLACK_MS;
        while ((await statusNow(directory, signal)).stopping.some(isIn)) {
            if (clock.now() > until)
                throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: 'a release did not stop in time', remedy: `Read ${directory}/supervisor.log.` });
            await clock.sleep(25, signal);
        }
    };
    return {
        kind: 'process',
        observe,
        async prepare(release, fenced) {
            const started = await ensure(fenced.signal);
            const status = await upgradeSupervisor(startOptions(fenced.signal), started);
            const before = wantedOf(status, measuring);
            const wanted = await present(release, status);
            await apply(withRelease(before, wanted), fenced);
            try {
                await healthy(release.digest, release.instances, fenced);
            }
            catch (error) {
                // A release that has traffic is not taken away here: that is for a rollback to decide.
                if (wanted.weight === 0)
                    await apply({ ...before, releases: before.releases.filter((each) => each.digest !== release.digest) }, { ...fenced, signal: AbortSignal.timeout(10_000) });
                throw error;
            }
            return observe(fenced.signal);
        },
        async shift(to, fenced) {
            const status = await ensure(fenced.signal);
            const now = wantedOf(status, measuring);
            const others = [to.candidate, ...(to.stable === undefined || to.weight === 100 ? [] : [to.stable])];
            for (const digest of others) {
                if (!now.releases.some((each) => each.digest === digest)) {
                    throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `${(0,artifact_digest/* shortDigest */.V)(digest)} does not run at this target, so no traffic can be given to it`, remedy: 'Someone else changed the target; run again.' });
                }
            }
            const instancesOf = (digest) => (digest === to.candidate ? to.instances.candidate : digest === to.stable ? to.instances.stable : undefined);
            // More instances first, and traffic only when they are healthy; fewer only after that: capacity never falls below what was asked.
            const grown = mapReleases(now, (each) => ({ ...each, instances: Math.max(each.instances, instancesOf(each.digest) ?? 0) }));
            await apply(grown, fenced);
            await healthy(to.candidate, to.instances.candidate, fenced);
            // The stable release is not waited for: a fix must be able to go out while it is down.
            const weightOf = (digest) => (digest === to.candidate ? to.weight : digest === to.stable ? 100 - to.weight : 0);
            await apply(mapReleases(grown, (each) => ({ ...each, weight: weightOf(each.digest), instances: instancesOf(each.digest) ?? each.instances })), fenced);
            return observe(fenced.signal);
        },
        async restore(snapshot, fenced) {
            // Nothing ran before and nothing runs now: a supervisor that could not even start must not make this a failed rollback.
            if (snapshot.stable === undefined && (await readStatus(directory, fenced.signal)) === undefined && (readSaved(directory)?.processes ?? []).length === 0)
                return observe(fenced.signal);
            const status = await ensure(fenced.signal);
            const now = wantedOf(status, measuring);
            const { stable } = snapshot;
            if (stable === undefined) {
                await apply({ ...now, releases: [] }, fenced);
                await settled(() => true, fenced);
                return observe(fenced.signal);
            }
            const known = now.releases.find((each) => each.digest === stable.digest);
            // What still runs is brought back as it ran; only what has gone is made anew from today's settings.
            const back = known === undefined ? await present(stable, status) : { ...known, instances: Math.max(known.instances, stable.instances) };
            const both = withRelease(now, back);
            const serving = status.releases.find((each) => each.digest === stable.digest)?.slots.some((slot) => slot.health === 'healthy') ?? false;
            if (!serving) {
                await unpack(directory, stable.digest, { store, isRunning: false });
                await apply(both, fenced);
                await healthy(stable.digest, 1, fenced);
            }
            // The supervisor drains and stops the others by itself; the traffic does not wait for that.
            await apply(onlyRelease(both, stable.digest), fenced);
            return observe(fenced.signal);
        },
        async retire(keep, fenced) {
            const status = await ensure(fenced.signal);
            const now = wantedOf(status, measuring);
            if (!now.releases.some((each) => each.digest === keep)) {
                throw new errors/* AdapterError */.om({ code: 'target_unreachable', message: `${(0,artifact_digest/* shortDigest */.V)(keep)} does not run at this target, so nothing was retired`, remedy: 'Someone else changed the target; run again.' });
            }
            await apply(onlyRelease(now, keep), fenced);
            await settled((digest) => digest !== keep, fenced);
            await prune(directory, [keep]);
            return observe(fenced.signal);
        },
    };
}

// EXTERNAL MODULE: ./build/src/domain/task/feature.js
var feature = __webpack_require__(3880);
// EXTERNAL MODULE: ./build/src/domain/task/task-id.js
var task_id = __webpack_require__(5659);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./build/src/adapters/tasks/label-edit.js
// Splicing one label into or out of front matter, in the style that is there. Offsets are those of the text.
/** The text with the label added at the end of the list. */
function labelsInserted(text, node, label) {
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    switch (node.kind) {
        case 'absent':
            return `${text}labels: [${written(label)}]${eol}`;
        case 'empty':
            return spliced(text, { at: afterColon(text, node.keyEnd), insert: ` [${written(label)}]` });
        case 'scalar': {
            const labels = label_edit_namesIn(node.text);
            return spliced(text, { at: node.start, to: node.end, insert: `[${[...labels, label].map((one) => written(one)).join(', ')}]` });
        }
        case 'flow': {
            const last = node.items.at(-1);
            if (last === undefined)
                return spliced(text, { at: node.start + 1, insert: written(label) });
            return spliced(text, { at: last.end, insert: `, ${written(label, text[last.start])}` });
        }
        case 'block': {
            const last = node.items.at(-1);
            if (last === undefined)
                return text;
            const end = lineEnd(text, last.end);
            return spliced(text, { at: end, insert: `${text.slice(lineStart(text, last.start), last.start)}${written(label, text[last.start])}${eol}` });
        }
    }
}
/** The text without the label, wherever the list names it. */
function labelsRemoved(text, node, label) {
    if (node.kind === 'scalar') {
        const labels = label_edit_namesIn(node.text);
        const kept = labels.filter((one) => one !== label);
        return kept.length === labels.length ? text : spliced(text, { at: node.start, to: node.end, insert: kept.length === 0 ? '[]' : kept.map((one) => written(one)).join(', ') });
    }
    if (node.kind !== 'flow' && node.kind !== 'block')
        return text;
    const { items } = node;
    // From the end, so that the offsets of the ones before stay true.
    const cut = items.reduceRight((now, item, index) => {
        if (item.label !== label)
            return now;
        return node.kind === 'block' ? spliced(now, { at: lineStart(now, item.start), to: lineEnd(now, item.end), insert: '' }) : flowItemRemoved(now, { item, before: items[index - 1], after: nextKept(items, index, label) });
    }, text);
    const isEmptied = node.kind === 'block' && items.every((item) => item.label === label);
    return isEmptied ? spliced(cut, { at: afterColon(cut, node.keyEnd), insert: ' []' }) : cut;
}
/** The item after this one; the ones of the same label behind it are gone already. */
function nextKept(items, index, label) {
    const next = items[index + 1];
    return next?.label === label ? undefined : next;
}
function flowItemRemoved(text, place) {
    const { item, before, after } = place;
    const from = lineStart(text, item.start);
    const line = text.slice(from, lineEnd(text, item.end));
    const own = text.slice(item.start, item.end);
    const isAlone = line.trim() === own || line.trim() === `${own},`;
    if (isAlone)
        return spliced(text, { at: from, to: from + line.length, insert: '' });
    const isPlainGap = (gap) => /^[ ,]*$/.test(gap);
    if (after !== undefined && isPlainGap(text.slice(item.end, after.start)))
        return spliced(text, { at: item.start, to: after.start, insert: '' });
    if (before !== undefined && isPlainGap(text.slice(before.end, item.start)))
        return spliced(text, { at: before.end, to: item.end, insert: '' });
    // Neighbours on other lines: only the item and its own comma go, a comma left at the end is allowed.
    const comma = /^[ \t]{0,20},/.exec(text.slice(item.end, item.end + 30))?.[0] ?? '';
    return spliced(text, { at: item.start, to: item.end + comma.length, insert: '' });
}
/** `a, b` */
function label_edit_namesIn(text) {
    return text.split(',').map((one) => one.trim()).filter((one) => one !== '');
}
function spliced(text, change) {
    return text.slice(0, change.at) + change.insert + text.slice(change.to ?? change.at);
}
function lineStart(text, offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
}
function lineEnd(text, offset) {
    const end = text.indexOf('\n', offset);
    return end < 0 ? text.length : end + 1;
}
function afterColon(text, keyEnd) {
    return text.indexOf(':', keyEnd) + 1;
}
const PLAIN = /^[A-Za-z](?:[A-Za-z0-9_.\/-]|:(?=\S)| (?=[A-Za-z0-9])){0,200}$/;
const AMBIGUOUS = /^(?:true|false|null|y|n|yes|no|on|off)$/i;
/** A label as YAML, quoted like its neighbour, and whenever it could be read as something else. */
function written(label, neighbour) {
    if (neighbour === "'" && !/[^ -~]/.test(label))
        return `'${label.replaceAll("'", "''")}'`;
    const isPlain = neighbour !== '"' && PLAIN.test(label) && !AMBIGUOUS.test(label);
    return isPlain ? label : JSON.stringify(label);
}

;// CONCATENATED MODULE: ./build/src/adapters/tasks/task-file.js
// Backlog.md task files: Markdown with YAML front matter (SPEC A8). Reading is strict; editing changes one label and no other byte.




const OPENING = /^\ufeff?---[ \t]{0,20}\r?\n/;
const CLOSING = /^---[ \t]{0,20}(?:\r?\n|$)/m;
function frontMatter(text) {
    const opening = OPENING.exec(text)?.[0];
    if (opening === undefined)
        return undefined;
    const after = text.slice(opening.length);
    const closing = CLOSING.exec(after);
    if (closing === null)
        return undefined;
    const end = opening.length + closing.index;
    return { yaml: opening.replace('---', '#--').replace('\ufeff', ' ') + text.slice(opening.length, end), rest: text.slice(end), opening };
}
/** Reads id, title, status and labels; every mistake at once, each with line and column of the file. */
function parseTaskFile(text, file) {
    const read = readTask(text, file);
    return read.ok ? (0,problem/* parsed */.Yz)(read.value.task) : read;
}
/** The file with one label more. A label that is there already changes nothing. */
function withLabel(text, label, file) {
    return edited(text, file, {
        wanted: (labels) => (labels.includes(label) ? labels : [...labels, label]),
        edit: ({ front, node, task }) => (task.labels.includes(label) ? front.yaml : labelsInserted(front.yaml, node, label)),
    });
}
/** The file with one label less. A label that is not there changes nothing. */
function withoutLabel(text, label, file) {
    return edited(text, file, {
        wanted: (labels) => labels.filter((one) => one !== label),
        edit: ({ front, node }) => labelsRemoved(front.yaml, node, label),
    });
}
/** Reads what it wrote: an edit that does not mean what it should is refused, never written. */
function edited(text, file, { wanted, edit }) {
    const before = readTask(text, file);
    if (!before.ok)
        return before;
    const { front, task } = before.value;
    const yaml = edit(before.value);
    const changed = front.opening + yaml.slice(front.opening.length) + front.rest;
    const after = readTask(changed, file);
    const isAsWanted = after.ok && JSON.stringify(after.value.task) === JSON.stringify({ ...task, labels: wanted(task.labels) });
    if (isAsWanted)
        return (0,problem/* parsed */.Yz)(changed);
    return (0,problem/* mistaken */.R3)({ code: 'task.labels-form', what: 'the labels are written in a form that cannot be edited safely', place: { file, line: 1 }, remedy: 'Write them as `labels: [a, b]` or one `- label` a line.' });
}
const MAX_FRONT_MATTER = 256 * 1024;
function readTask(text, file) {
    const front = frontMatter(text);
    if (front === undefined) {
        return (0,problem/* mistaken */.R3)({ code: 'task.no-front-matter', what: 'the file has no front matter', place: { file, line: 1, column: 1 }, remedy: 'Begin it with a line `---`, `id`, `title` and `labels`, and another line `---`.' });
    }
    if (front.yaml.length > MAX_FRONT_MATTER)
        return (0,problem/* mistaken */.R3)({ code: 'task.too-large', what: 'the front matter has more than 256 KiB', place: { file, line: 1, column: 1 }, remedy: 'Move what is not id, title, status or labels below it.' });
    const lines = new dist/* LineCounter */.HN();
    const placeAt = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { file, line, column: Math.max(1, col) };
    };
    // Only the nodes that are needed are looked at and aliases are never followed, so nothing in the file can multiply.
    const document = (0,dist/* parseDocument */.Tp)(front.yaml, { version: '1.2', schema: 'core', stringKeys: true, prettyErrors: false, lineCounter: lines, logLevel: 'silent' });
    const problems = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
        code: 'task.yaml',
        what: `the front matter is not valid YAML (${message})`,
        place: placeAt(pos[0]),
        remedy: 'Put texts with a colon, a hash or a quote in quotes, give each key once, and indent with spaces.',
    }));
    const fields = new Fields(document, placeAt);
    const [broken, ...more] = problems;
    if (broken !== undefined)
        return (0,problem/* mistaken */.R3)(broken, ...more);
    const id = (0,task_id/* parseTaskId */.i)(fields.text('id', problems) ?? '');
    if (!id.ok)
        problems.push({ ...id.problems[0], ...(fields.has('id') ? {} : { what: '`id` is missing' }), place: fields.placeOf('id') });
    const title = fields.text('title', problems);
    const status = fields.text('status', problems);
    const labels = fields.labels(problems);
    const [first, ...others] = problems;
    if (first !== undefined)
        return (0,problem/* mistaken */.R3)(first, ...others);
    if (!id.ok)
        return id;
    return (0,problem/* parsed */.Yz)({ task: { id: id.value, title: title ?? id.value, ...(status === undefined ? {} : { status }), labels }, node: labelNode(fields.pair('labels')), front });
}
/** Looks at single keys of the front matter. */
class Fields {
    #pairs;
    #placeAt;
    constructor(document, placeAt) {
        this.#pairs = (0,dist/* isMap */.jh)(document.contents) ? document.contents.items : [];
        this.#placeAt = placeAt;
    }
    pair(key) {
        return this.#pairs.find((pair) => (0,dist/* isScalar */.jn)(pair.key) && pair.key.value === key);
    }
    has(key) {
        return this.pair(key) !== undefined;
    }
    placeOf(key) {
        const pair = this.pair(key);
        return this.#place(isNodeWithRange(pair?.value) ? pair.value : pair?.key);
    }
    text(key, problems) {
        const value = this.pair(key)?.value;
        if (value === undefined || value === null || ((0,dist/* isScalar */.jn)(value) && value.value === null))
            return undefined;
        const text = plainText(value);
        if (text === undefined)
            problems.push({ code: 'task.not-a-text', what: `\`${key}\` is not a text`, place: this.placeOf(key), remedy: 'Put it in quotes.' });
        return text;
    }
    /** A list in flow or block style; a single text is read as names with commas between them. */
    labels(problems) {
        const value = this.pair('labels')?.value;
        if (value === undefined || value === null)
            return [];
        if ((0,dist/* isScalar */.jn)(value))
            return value.value === null ? [] : label_edit_namesIn(plainText(value) ?? '');
        if (!(0,dist/* isSeq */.oP)(value)) {
            const what = (0,dist/* isAlias */.Vj)(value) ? '`labels` repeats another list' : '`labels` is not a list';
            problems.push({ code: 'task.labels-form', what, place: this.placeOf('labels'), remedy: 'Write `labels: [a, b]`, or one `- label` a line.' });
            return [];
        }
        return value.items.flatMap((item) => {
            const text = plainText(item);
            if (text !== undefined)
                return [text];
            problems.push({ code: 'task.label-form', what: 'a label that is not a text', place: this.#place(item), remedy: 'Write it without a blank after the colon, or in quotes: `- "workflow:Validated"`.' });
            return [];
        });
    }
    #place(node) {
        return this.#placeAt(isNodeWithRange(node) ? node.range[0] : 0);
    }
}
function isNodeWithRange(node) {
    return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
/** The text of a plain value as it is written: an id `42.10` is not the number 42.1. */
function plainText(node) {
    if (!(0,dist/* isScalar */.jn)(node) || node.value === null)
        return undefined;
    if (typeof node.value === 'string')
        return node.value;
    return typeof node.source === 'string' ? node.source : undefined;
}
/** Where the labels stand, for the edit. */
function labelNode(pair) {
    if (pair === undefined || !(0,dist/* isScalar */.jn)(pair.key))
        return { kind: 'absent' };
    const keyEnd = pair.key.range?.[1] ?? 0;
    const { value } = pair;
    if ((0,dist/* isSeq */.oP)(value)) {
        const items = value.items.flatMap((item) => ((0,dist/* isScalar */.jn)(item) && item.range ? [{ label: plainText(item) ?? '', start: item.range[0], end: item.range[1] }] : []));
        const [start = 0, end = 0] = value.range ?? [];
        return { kind: value.flow === true ? 'flow' : 'block', keyEnd, items, start, end };
    }
    if ((0,dist/* isScalar */.jn)(value) && value.range && value.range[1] > value.range[0])
        return { kind: 'scalar', keyEnd, text: typeof value.value === 'string' ? value.value : '', start: value.range[0], end: value.range[1] };
    return { kind: 'empty', keyEnd };
}

;// CONCATENATED MODULE: ./build/src/adapters/tasks/backlog.js
// Tasks as Backlog.md keeps them: one Markdown file each, the workflow label in the front matter (SPEC A8).







/** `task-42 - Title.md`, `task-579.01 - Title.md`, `task-42.md`. */
const FILE_NAME = /^([A-Za-z][A-Za-z0-9]{0,15}-\d{1,9}(?:\.\d{1,4}){0,4})(?=[ _-]|\.md$)/;
const ID_LINE = /^id:[ \t]{0,20}["']?([^"'\s#]{1,64})/m;
/** The tasks in a folder of the work tree. Malformed files are the user's mistake (`ConfigError`), each with line and column. */
class BacklogTasks {
    #root;
    #directory;
    /** `directory` is relative to `root`. */
    constructor(options) {
        this.#root = options.root;
        this.#directory = options.directory;
    }
    async find(id) {
        return (await this.#find(id))?.task;
    }
    async addLabel(id, label) {
        await this.#edit(id, (text, file) => withLabel(text, label, file));
    }
    async removeLabel(id, label) {
        await this.#edit(id, (text, file) => withoutLabel(text, label, file));
    }
    async #edit(id, edit) {
        const found = await this.#find(id);
        if (found === undefined)
            throw new errors/* AdapterError */.om({ code: 'task_not_found', message: `there is no task ${id} in ${this.#directory}`, remedy: 'Check the id, or create the task file.' });
        const edited = edit(found.text, found.task.source);
        if (!edited.ok)
            throw new errors/* ConfigError */.xL(edited.problems);
        if (edited.value !== found.text)
            await replace(found.path, { before: found.text, after: edited.value });
    }
    /** The one file with this id. Ids are compared whole: `task-4` is not `task-42`. */
    async #find(id) {
        const wanted = (0,task_id/* parseTaskId */.i)(id);
        if (!wanted.ok)
            throw new errors/* ConfigError */.xL(wanted.problems);
        const found = [];
        for (const name of await this.#files()) {
            const candidate = await this.#read(name, wanted.value);
            if (candidate !== undefined)
                found.push(candidate);
        }
        const [first, ...others] = found;
        if (others.length > 0) {
            throw new errors/* ConfigError */.xL([
                {
                    code: 'task.duplicate-id',
                    what: `${found.length} files have the id ${wanted.value}`,
                    value: found.map(({ task }) => task.source).join(', ').slice(0, 500),
                    place: { file: others[0]?.task.source ?? this.#directory, line: 2 },
                    remedy: 'Give each task its own id; this tool changes neither while it cannot tell them apart.',
                },
            ]);
        }
        return first;
    }
    async #files() {
        try {
            const names = await (0,promises_.readdir)((0,external_node_path_.join)(this.#root, this.#directory));
            return names.filter((name) => name.endsWith('.md')).sort();
        }
        catch (error) {
            if (isMissing(error))
                return [];
            throw new errors/* AdapterError */.om({ code: 'task_not_found', message: `the tasks in ${this.#directory} cannot be read: ${(0,errors/* messageOf */.bD)(error)}`, remedy: 'Check that it is a folder and may be read.', cause: error });
        }
    }
    async #read(name, wanted) {
        const path = (0,external_node_path_.join)(this.#root, this.#directory, name);
        const source = `${this.#directory}/${name}`;
        const named = FILE_NAME.exec(name)?.[1];
        const isNamed = named !== undefined && isSameId(named, wanted);
        const text = await this.#text(path, { source, isNamed });
        if (text === undefined)
            return undefined;
        const said = ID_LINE.exec(text.slice(0, 20_000))?.[1];
        // Other people's broken files are not this run's business; the file that seems to be meant must be right.
        if (said === undefined ? !isNamed : !isSameId(said, wanted))
            return undefined;
        const parsed = parseTaskFile(text, source);
        if (!parsed.ok)
            throw new errors/* ConfigError */.xL(parsed.problems);
        const { id, title, labels } = parsed.value;
        return id === wanted ? { path, text, task: { id, title, labels, source, feature: (0,feature/* featureOf */.m)(title, id) } } : undefined;
    }
    async #text(path, options) {
        try {
            const about = await (0,promises_.lstat)(path);
            if (about.isSymbolicLink()) {
                const inside = (0,external_node_path_.relative)(await (0,promises_.realpath)(this.#root), await (0,promises_.realpath)(path));
                if (inside.startsWith(`..${external_node_path_.sep}`) || inside === '..')
                    throw new errors/* ConfigError */.xL([{ code: 'task.outside', what: 'the task file is a link that leads out of the repository', place: { file: options.source }, remedy: 'Replace the link by the file.' }]);
            }
            else if (!about.isFile())
                return undefined;
            return await (0,promises_.readFile)(path, 'utf8');
        }
        catch (error) {
            if (!options.isNamed)
                return undefined;
            if (error instanceof errors/* ConfigError */.xL)
                throw error;
            throw new errors/* AdapterError */.om({ code: 'task_not_found', message: `${options.source} cannot be read: ${(0,errors/* messageOf */.bD)(error)}`, remedy: 'Check the file and its permissions.', cause: error });
        }
    }
}
function isSameId(text, wanted) {
    const id = (0,task_id/* parseTaskId */.i)(text);
    return id.ok && id.value === wanted;
}
function isMissing(error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
/** Writes beside and renames, so a reader sees the old file or the new one. What someone else wrote meanwhile is not lost. */
async function replace(path, change) {
    const real = await (0,promises_.realpath)(path);
    const temporary = `${real}.${(0,external_node_crypto_.randomBytes)(6).toString('hex')}.tmp`;
    try {
        const { mode } = await (0,promises_.lstat)(real);
        const file = await (0,promises_.open)(temporary, 'wx', mode & 0o777);
        try {
            await file.writeFile(change.after);
            await file.sync();
        }
        finally {
            await file.close();
        }
        if ((await (0,promises_.readFile)(real, 'utf8')) !== change.before)
            throw new errors/* AdapterError */.om({ code: 'bookkeeping_pending', message: `${path} was changed by someone else meanwhile`, remedy: 'Run the same command again.' });
        await (0,promises_.rename)(temporary, real);
    }
    catch (error) {
        await (0,promises_.rm)(temporary, { force: true });
        if (error instanceof errors/* AdapterError */.om)
            throw error;
        throw new errors/* AdapterError */.om({ code: 'bookkeeping_pending', message: `${path} could not be written: ${(0,errors/* messageOf */.bD)(error)}`, remedy: 'Check that the folder may be written.', cause: error });
    }
}

// EXTERNAL MODULE: ./build/src/domain/duration.js
var domain_duration = __webpack_require__(4764);
;// CONCATENATED MODULE: ./build/src/config/artifact-settings.js

/** What this program itself leaves in a work tree: it never belongs in an artifact. */
const OURS = ['.git', '.flowspec', '.logs', 'out/operate'];
const BINARY = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
/** The artifact with its defaults; `path` is a folder whose content is the artifact. */
function artifactOf(file) {
    const [first = '.', ...others] = file.path === undefined ? file.paths ?? [] : [file.path];
    return {
        paths: [first, ...others],
        root: file.root ?? file.path ?? '.',
        exclude: [...OURS, ...(file.exclude ?? [])],
        ...(file.build === undefined ? {} : { build: commandOf(file.build, 'build') }),
        stack: file.stack ?? 'node',
        store: file.store ?? '.flowspec/store',
        allow: file.allow ?? [],
        key: file.key ?? { private: '.flowspec/keys/private.pem', public: '.flowspec/keys/public.pem' },
    };
}
/** A program with its limit; named by itself when no name is given. */
function commandOf(file, name) {
    const given = Array.isArray(file) ? { command: file } : file;
    const argv = argvOf(given.command);
    return { name: ('name' in given ? given.name : undefined) ?? name ?? argv.join(' ').slice(0, 80), argv, timeoutSeconds: secondsOf('timeout' in given ? given.timeout : undefined, 600) };
}
/** The schema has seen that there is at least one word. */
function argvOf(words) {
    const [program = '', ...rest] = words;
    return [program, ...rest];
}
function secondsOf(duration, otherwise) {
    return duration === undefined ? otherwise : millisOf(duration) / 1000;
}
function millisOf(duration) {
    return (0,domain_duration/* parseDuration */.E9)(duration) ?? 0;
}
/** `node >= 20` */
function programOf(text) {
    const [name = text, atLeast] = text.split('>=').map((part) => part.trim());
    return { name, ...(atLeast === undefined ? {} : { atLeast }) };
}
/** Bytes of `256MiB`. */
function sizeOf(text) {
    const unit = text.slice(-3);
    return Number(text.slice(0, -3)) * BINARY[unit];
}

// EXTERNAL MODULE: ./build/src/domain/policy/names.js
var names = __webpack_require__(5165);
;// CONCATENATED MODULE: ./build/src/domain/health/exact-test.js
// Given how many bad events two arms had together, how many of them fall to the candidate is hypergeometric when the arms
// share a rate, and Fisher's noncentral hypergeometric when the candidate's odds are w times the baseline's. So the
// likelihood ratio of two values of w does not depend on the unknown common rate (a nuisance that shared outages change).
/** Sums with more terms than this are replaced by a bound, so that a block costs milliseconds at most whatever its counts. */
const MOST_TERMS = 100_000;
/** Terms below this share of the sum can no longer change a double. */
const NEGLIGIBLE = 1e-17;
const SCALE = 1e250;
/**
 * ln of the e-value of one block for each odds ratio of `alternatives` against the odds ratio `from`, all >= 1:
 * `yc ln(w/from) + ln Z(from) - ln Z(w)` with `Z(w) = sum_k C(nc,k) C(nb,m-k) w^k`. Its mean is exactly 1 when the odds
 * ratio is `from`, and at most 1 when it is further from w than that. An arm without requests says nothing: 0.
 */
function lnBlockEvidence(baseline, candidate, from, alternatives) {
    const margins = { baseline: baseline.n, candidate: candidate.n, bad: baseline.bad + candidate.bad };
    if (baseline.n === 0 || candidate.n === 0 || margins.bad === 0)
        return alternatives.map(() => 0);
    const { low, high } = support(margins);
    if (high - low > MOST_TERMS)
        return alternatives.map((to) => lnBoundedEvidence(margins, candidate.bad, from, to));
    const start = modeAt(margins, 1);
    const lnZFrom = lnRelativeSum(margins, start, from);
    // Z is relative to its term at `start`, so the exponent is counted from there as well.
    return alternatives.map((to) => (candidate.bad - start) * Math.log(to / from) + lnZFrom - lnRelativeSum(margins, start, to));
}
/** The values that the candidate's share of the bad events can take. */
function support(margins) {
    return { low: Math.max(0, margins.bad - margins.baseline), high: Math.min(margins.candidate, margins.bad) };
}
/** The most likely share at odds ratio w >= 1: the smaller root of where the ratio of neighbouring terms is 1, without cancellation. */
function modeAt(margins, w) {
    const { low, high } = support(margins);
    const a = w - 1;
    const b = (margins.candidate + margins.bad + 2) * w + margins.baseline - margins.bad;
    const c = (margins.candidate + 1) * (margins.bad + 1) * w;
    const root = (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
    return Math.min(high, Math.max(low, Math.floor(root)));
}
/** ln(sum_k t_k w^(k-start) / t_start), by the ratio of neighbouring terms outward from `start`: no differences of lgamma. */
function lnRelativeSum(margins, start, w) {
    const { low, high } = support(margins);
    let sum = 1;
    let scaled = 0;
    let term = 1;
    for (let k = start; k < high && term > NEGLIGIBLE * sum; k += 1) {
        term *= w * neighbour(margins, k);
        sum += term;
        if (sum > SCALE) {
            sum /= SCALE;
            term /= SCALE;
            scaled += 1;
        }
    }
    term = SCALE ** -scaled;
    for (let k = start; k > low && term > NEGLIGIBLE * sum; k -= 1) {
        term /= w * neighbour(margins, k - 1);
        sum += term;
    }
    return Math.log(sum) + scaled * Math.log(SCALE);
}
/** t_(k+1) / t_k. Two quotients, because the products would pass 2^53. */
function neighbour(margins, k) {
    return ((margins.candidate - k) / (k + 1)) * ((margins.bad - k) / (margins.baseline - margins.bad + k + 1));
}
/**
 * A lower bound of the e-value's ln, and an e-value itself (mean <= 1). The share of the bad events is a sum of at most
 * M = min(nc, m) independent Bernoullis (its generating polynomial has only real roots), so the mean of s^share is at most
 * (1 + mean/M (s-1))^M (Hoeffding 1963). The mean of such a sum is within 1 of its mode (Darroch 1964); 2 leaves room for rounding.
 */
function lnBoundedEvidence(margins, candidateBad, from, to) {
    const most = Math.min(margins.candidate, margins.bad);
    const s = to / from;
    const mode = modeAt(margins, from);
    const mean = s > 1 ? Math.min(most, mode + 2) : Math.max(0, mode - 2);
    return candidateBad * Math.log(s) - most * Math.log1p((mean / most) * (s - 1));
}

;// CONCATENATED MODULE: ./build/src/domain/health/objective.js
const RATIOS = [1.25, 1.5, 2, 3, 5, 10, 20, 50];
/** The rates, as multiples of the objective, for which the test looks. Multiples that are no probability are left out. */
function objectiveRatios(maxErrorRate) {
    return RATIOS.filter((ratio) => ratio * maxErrorRate < 1);
}
/** ln e of one block for each ratio r against "the rate is at most r0": `y ln r + (n - y) ln((1 - r r0) / (1 - r0))`. */
function lnObjectiveEvidence(candidate, maxErrorRate) {
    const good = candidate.n - candidate.bad;
    return objectiveRatios(maxErrorRate).map((ratio) => candidate.bad * Math.log(ratio) + good * (Math.log1p(-ratio * maxErrorRate) - Math.log1p(-maxErrorRate)));
}

;// CONCATENATED MODULE: ./build/src/domain/health/log-sum.js
/** ln(sum of e^x): the largest is taken out first, so neither huge nor tiny evidence leaves the range of a double. */
function logSumExp(values) {
    const top = Math.max(...values);
    return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
/** A sum of parts with weights that add up to 1, in logs. Parts without weight are left out, whatever their evidence. */
function logAverage(parts) {
    return logSumExp(parts.filter((part) => part.weight > 0).map((part) => Math.log(part.weight) + part.logE));
}

;// CONCATENATED MODULE: ./build/src/domain/health/ratio-interval.js
// How large the difference is, not only whether there is one: a confidence sequence for the ratio of two rates, valid
// however often it is looked at. Given the bad events of both arms, the candidate's share is binomial (Poisson counts).

const NO_COUNTS = { candidateBad: 0, groups: [] };
/** Ratios beyond this, or below its inverse, are reported as this: "or more", "or less". */
const WIDEST_RATIO = 10_000;
// This is the judge's hot path, and where code runs in a context of its own each look-up of a global costs more than the call.
const { expm1, log1p } = Math;
const BIN_WIDTH = 0.5;
/** From 1 % of the traffic to 92 %; what lies beyond is kept with the outermost. */
const FIRST_BIN = -9;
const LAST_BIN = 5;
/** 18.4 / 2^40: the ends are right to ten digits. */
const HALVINGS = 40;
const POINTS = Array.from({ length: 61 }, (_, index) => Math.log(0.02) + (index * Math.log(500 / 0.02)) / 60);
/** Adds one block. Blocks without bad events or with an arm that served nothing say nothing about the ratio. */
function foldRatio(counts, baseline, candidate) {
    const bad = baseline.bad + candidate.bad;
    if (bad === 0 || baseline.n === 0 || candidate.n === 0)
        return counts;
    const bin = Math.max(FIRST_BIN, Math.min(LAST_BIN, Math.floor(Math.log(candidate.n / baseline.n) / BIN_WIDTH)));
    const share = candidate.n / (baseline.n + candidate.n);
    const [, oldBad, oldShare] = counts.groups.find((group) => group[0] === bin) ?? [bin, 0, 0];
    const sum = oldBad + bad;
    const mean = Number(((oldBad * oldShare + bad * share) / sum).toPrecision(9));
    const others = counts.groups.filter((group) => group[0] !== bin);
    return { candidateBad: counts.candidateBad + candidate.bad, groups: [...others, [bin, sum, mean]] };
}
/** The interval at level 1 - alpha, with each log-likelihood divided by the dispersion. Undefined while no bad event was seen. */
function ratioInterval(counts, alpha, dispersion = 1) {
    if (counts.groups.length === 0)
        return undefined;
    const likelihood = (x) => {
        const excess = expm1(x);
        return counts.groups.reduce((sum, [, bad, share]) => sum - bad * log1p(share * excess), counts.candidateBad * x) / dispersion;
    };
    const slope = (x) => {
        const excess = expm1(x);
        return counts.groups.reduce((sum, [, bad, share]) => sum - (bad * share * (1 + excess)) / (1 + share * excess), counts.candidateBad);
    };
    const end = Math.log(WIDEST_RATIO);
    const peak = boundary(-end, end, (x) => slope(x) > 0);
    const mixture = logSumExp(POINTS.map(likelihood)) - Math.log(POINTS.length);
    const isPlausible = (x) => mixture - likelihood(x) < -Math.log(alpha);
    return {
        low: Math.exp(boundary(peak, -end, isPlausible)),
        estimate: Math.exp(peak),
        high: Math.exp(boundary(peak, end, isPlausible)),
    };
}
/** How far from `inside` towards `outside` a condition holds that changes at most once on the way; `outside` when it never does. */
function boundary(inside, outside, holds) {
    if (holds(outside))
        return outside;
    let near = inside;
    let far = outside;
    for (let halving = 0; halving < HALVINGS; halving += 1) {
        const middle = (near + far) / 2;
        if (holds(middle))
            near = middle;
        else
            far = middle;
    }
    return near;
}

;// CONCATENATED MODULE: ./build/src/domain/health/restart-mixture.js
// Evidence as a mixture over effect sizes and over the moment at which the regression began: a bet on "bad from the first
// poll on" alone is slow to see a release that turns bad after ten good minutes.

const NO_EVIDENCE = { polls: 0, logs: [] };
/** Share of the stake that is bet when poll `t` (1-based) begins: half at once, the rest evenly over the planned polls. */
function stakeAt(t, plannedPolls) {
    if (t === 1)
        return plannedPolls > 1 ? 0.5 : 1;
    return t <= plannedPolls ? 0.5 / (plannedPolls - 1) : 0;
}
/** Share of the stake that has not been bet after `t` polls, one at least. */
function unstaked(t, plannedPolls) {
    return t < plannedPolls ? (0.5 * (plannedPolls - t)) / (plannedPolls - 1) : 0;
}
/** One poll: `R_j <- (R_j + s_t) e_t(w_j)`, in logs. `lnE` holds ln e_t for each effect size. */
function foldMixture(mixture, lnE, plannedPolls) {
    const polls = mixture.polls + 1;
    const stake = Math.log(stakeAt(polls, plannedPolls));
    const logs = lnE.map((value, index) => logSumExp([mixture.logs[index] ?? -Infinity, stake]) + value);
    return { polls, logs };
}
/** ln E: the mean over effect sizes plus what has not been bet. With one planned poll it is the plain mixture. */
function logEvidence(mixture, plannedPolls) {
    if (mixture.logs.length === 0)
        return 0;
    const share = Math.log(mixture.logs.length);
    return logSumExp([...mixture.logs.map((value) => value - share), Math.log(unstaked(mixture.polls, plannedPolls))]);
}

;// CONCATENATED MODULE: ./build/src/domain/health/judge-state.js



/** Evidence is tested against these multiples of the tolerated odds ratio, each with the same prior weight. */
const EFFECT_RATIOS = [1.25, 1.5, 2, 3, 5, 8, 12, 20, 35, 60, 120, 500];
const NO_TOTALS = [0, 0, 0, 0];
/** The state before the first poll. */
function startJudge(settings) {
    return {
        schema: 1,
        errors: NO_EVIDENCE,
        over: settings.latencyBoundsMs.map(() => NO_EVIDENCE),
        objective: NO_EVIDENCE,
        against3: 0,
        ratio: NO_COUNTS,
        compared: NO_TOTALS,
        comparedOver: settings.latencyBoundsMs.map(() => NO_TOTALS),
        candidate: { n: 0, bad: 0 },
    };
}
/**
 * Rounds evidence down to a millionth, or to eight digits where it is larger than 100. Downward, so that what is kept never
 * exceeds what was found and the bound on false rollbacks holds exactly; over N polls of evidence up to 100, ln E is at
 * most N millionths too low.
 */
function roundDown(lnE) {
    const digits = Math.max(0, 6 - Math.max(0, Math.floor(Math.log10(Math.abs(lnE) + 1)) - 1));
    return Math.floor(lnE * 10 ** digits) / 10 ** digits;
}
/** Rounds a mixture's accumulators for keeping. */
function rounded(mixture) {
    return { polls: mixture.polls, logs: mixture.logs.map(roundDown) };
}
/** The error rate that the objective allows: any, when there is none. */
function allowedRate(settings) {
    return settings.maxErrorRate ?? 1;
}
/** Reads a state back from a ledger; undefined when it is not one, or is one of other settings. */
function parseJudgeState(settings, value) {
    const bounds = settings.latencyBoundsMs.length;
    const ratios = EFFECT_RATIOS.length;
    const objective = objectiveRatios(allowedRate(settings)).length;
    const fits = isRecord(value) &&
        value['schema'] === 1 &&
        isMixture(value['errors'], ratios) &&
        isListOf(value['over'], (item) => isMixture(item, ratios), bounds) &&
        isMixture(value['objective'], objective) &&
        judge_state_isFinite(value['against3']) &&
        isRatioCounts(value['ratio']) &&
        isTotals(value['compared']) &&
        isListOf(value['comparedOver'], isTotals, bounds) &&
        isArmCounts(value['candidate']);
    return fits ? value : undefined;
}
function isMixture(value, size) {
    if (!isRecord(value) || !isCount(value['polls']))
        return false;
    return isListOf(value['logs'], judge_state_isFinite, value['polls'] === 0 ? 0 : size);
}
function isRatioCounts(value) {
    return isRecord(value) && isCount(value['candidateBad']) && isListOf(value['groups'], (group) => isListOf(group, judge_state_isFinite, 3));
}
function isTotals(value) {
    return isListOf(value, isCount, 4);
}
function isArmCounts(value) {
    return isRecord(value) && isCount(value['n']) && isCount(value['bad']);
}
function isListOf(value, fits, size) {
    return Array.isArray(value) && (size === undefined || value.length === size) && value.every(fits);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}
function judge_state_isFinite(value) {
    return Number.isFinite(value);
}
function isCount(value) {
    return Number.isSafeInteger(value) && Number(value) >= 0;
}

;// CONCATENATED MODULE: ./build/src/domain/health/sentence.js

/** One or two sentences: the counts, then the evidence. */
function sentence_sentenceOf(settings, state, finding) {
    if (state.candidate.n === 0)
        return 'No request of the new release was counted yet.';
    return `${countsText(settings, state, finding)} ${evidenceText(finding)}`;
}
function countsText(settings, state, finding) {
    if (finding.code === 'slo_breached') {
        return `${shareText(state.candidate)} to the new release failed; the objective allows ${sentence_percent(finding.allowed)}.`;
    }
    const [nb, yb, nc, yc] = state.compared;
    if (nc === 0) {
        return `${shareText(state.candidate)} to the new release failed; no other release served beside it to compare it with.`;
    }
    const bound = finding.action === 'advance' ? undefined : slowerThan(settings, state, finding.worstBound);
    if (bound !== undefined) {
        const slow = `${shareText(bound.candidate)} to the new release took longer than ${grouped(bound.ms)} ms`;
        return `${slow}, ${briefShare(bound.baseline)} to the running one.`;
    }
    const failed = `${shareText({ n: nc, bad: yc })} to the new release failed`;
    return `${failed}, ${briefShare({ n: nb, bad: yb })} to the running one${intervalText(finding.interval)}.`;
}
function slowerThan(settings, state, index) {
    const all = state.comparedOver.map(([nb, yb, nc, yc], at) => ({
        ms: Number(settings.latencyBoundsMs[at]),
        baseline: { n: nb, bad: yb },
        candidate: { n: nc, bad: yc },
    }));
    return all.find((_, at) => at === index);
}
function evidenceText(finding) {
    const evidence = oddsText(finding.logE);
    const limit = oddsText(finding.threshold);
    switch (finding.action) {
        case 'roll-back':
            return `The evidence against it is ${evidence}; the limit is ${limit}.`;
        case 'hold':
            return `The evidence against it is ${evidence}: not the ${limit} that would roll it back, but too much to go on.`;
        case 'advance':
            return `Nothing speaks against it (evidence ${evidence}, the limit is ${limit}).${notRuledOutText(finding.notRuledOut)}`;
    }
}
function notRuledOutText(ratio) {
    return ratio === undefined ? '' : ` It takes more requests to rule out that it fails ${brief(ratio)} times as often.`;
}
/** Odds of a natural log of evidence, as people say them: `240:1`. */
function oddsText(logE) {
    if (logE > Math.log(1e6))
        return 'more than 1,000,000:1';
    const odds = Math.exp(logE);
    return `${odds >= 10 ? grouped(Math.round(odds)) : brief(odds)}:1`;
}
/** The interval of a ratio of error rates, ready to follow the two rates; empty when there is none. */
function intervalText(interval) {
    if (interval === undefined)
        return '';
    const high = interval.high >= WIDEST_RATIO ? 'any number' : brief(interval.high);
    const low = interval.low <= 1 / WIDEST_RATIO ? '0' : brief(interval.low);
    return ` (95 % sure: between ${low} and ${high} times as often)`;
}
function shareText(arm) {
    return `${grouped(arm.bad)} of ${grouped(arm.n)} requests (${sentence_percent(arm.bad / arm.n)})`;
}
function briefShare(arm) {
    return `${grouped(arm.bad)} of ${grouped(arm.n)} (${sentence_percent(arm.bad / arm.n)})`;
}
/** A share as percent with two significant digits. */
function sentence_percent(share) {
    return `${brief(share * 100)} %`;
}
/** Two significant digits, whole numbers from 100 on. */
function brief(value) {
    return value >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(2)));
}
function grouped(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

;// CONCATENATED MODULE: ./build/src/domain/health/judge.js








/** Share of the evidence that the absolute objective gets when there is one; the relative test has the rest, alpha stays a total. */
const OBJECTIVE_SHARE = 0.25;
/** Level of the interval that reports show. */
const INTERVAL_LEVEL = 0.95;
/** How many times the tolerated ratio must be spoken against before full weight, and by which odds. */
const PROMOTION_RATIO = 3;
const PROMOTION_ODDS = 4;
/** An error rate that is taken for harmless when no objective is set: it decides only when the ratio cannot be known. */
const HARMLESS_RATE = 0.01;
/** Evidence below this is rounding: nothing that was counted. */
const ROUNDING = 1e-9;
/** Folds the counts of one poll. An arm without requests says nothing about the ratio; counts that contradict themselves are left out. */
function foldBlock(settings, state, block) {
    const { baseline, candidate } = block;
    if (!isServing(candidate))
        return state;
    const serving = baseline !== undefined && isServing(baseline) ? baseline : undefined;
    const isHeldToObjective = settings.objectiveAlone !== true || serving === undefined;
    const seen = {
        ...state,
        candidate: plus(state.candidate, candidate),
        ...(isHeldToObjective ? { objective: rounded(foldMixture(state.objective, lnObjectiveEvidence(candidate, allowedRate(settings)), settings.plannedPolls)) } : {}),
    };
    if (serving === undefined)
        return seen;
    const tolerated = Math.max(1, settings.tolerance);
    const against3 = scaled(settings, lnBlockEvidence(serving, candidate, PROMOTION_RATIO * tolerated, [tolerated]));
    return {
        ...seen,
        errors: rounded(foldMixture(state.errors, relativeEvidence(settings, serving, candidate), settings.plannedPolls)),
        over: state.over.map((mixture, index) => {
            const arms = overArms(serving, candidate, index);
            if (arms === undefined)
                return mixture;
            return rounded(foldMixture(mixture, relativeEvidence(settings, arms.baseline, arms.candidate), settings.plannedPolls));
        }),
        against3: roundDown(against3.reduce((sum, value) => sum + value, state.against3)),
        ratio: foldRatio(state.ratio, serving, candidate),
        compared: plusTotals(state.compared, serving, candidate),
        comparedOver: state.comparedOver.map((totals, index) => {
            const arms = overArms(serving, candidate, index);
            return arms === undefined ? totals : plusTotals(totals, arms.baseline, arms.candidate);
        }),
    };
}
/** What the accumulators say now. */
function judge(settings, state) {
    const planned = settings.plannedPolls;
    const errorShare = state.over.length === 0 ? 1 : settings.errorShare;
    const relative = [
        { weight: errorShare, logE: logEvidence(state.errors, planned) },
        ...state.over.map((mixture) => ({ weight: (1 - errorShare) / state.over.length, logE: logEvidence(mixture, planned) })),
    ];
    const objective = { weight: settings.maxErrorRate === undefined ? 0 : OBJECTIVE_SHARE, logE: logEvidence(state.objective, planned) };
    const weighted = relative.map((part) => ({ ...part, weight: part.weight * (1 - objective.weight) }));
    const logE = logAverage([...weighted, objective]);
    const threshold = -Math.log(settings.alpha);
    const breach = objective.weight > 0 && Math.log(objective.weight) + objective.logE >= logAverage(weighted);
    const interval = ratioInterval(state.ratio, 1 - INTERVAL_LEVEL, Math.max(1, settings.dispersion));
    const verdict = verdictOf(logE, threshold, breach);
    const promotable = mayPromote(settings, state);
    return {
        ...verdict,
        logE,
        threshold,
        mayPromote: promotable,
        ...(interval === undefined ? {} : { ratio: { low: interval.low, high: interval.high, level: INTERVAL_LEVEL } }),
        sentence: sentence_sentenceOf(settings, state, {
            ...verdict,
            logE,
            threshold,
            interval,
            allowed: allowedRate(settings),
            worstBound: worstBound(relative),
            notRuledOut: promotable ? undefined : PROMOTION_RATIO * Math.max(1, settings.tolerance),
        }),
    };
}
function verdictOf(logE, threshold, breach) {
    if (logE >= threshold)
        return { action: 'roll-back', code: breach ? 'slo_breached' : 'evidence_against' };
    return logE > ROUNDING ? { action: 'hold', code: 'undecided' } : { action: 'advance', code: 'clear' };
}
/** Index of the latency bound with the most evidence, when it outweighs the errors. */
function worstBound(relative) {
    const values = relative.map((part) => Math.log(part.weight) + part.logE);
    const worst = values.indexOf(Math.max(...values));
    return worst === 0 ? undefined : worst - 1;
}
/**
 * Full weight needs evidence of 4:1 against a ratio of 3 (times what is tolerated). Where errors are so rare that the ratio
 * cannot be known, and as long as it does not look like 3, evidence of 4:1 that the rate is below a harmless one will do.
 */
function mayPromote(settings, state) {
    const enough = Math.log(PROMOTION_ODDS);
    if (state.against3 >= enough)
        return true;
    return state.against3 >= 0 && lnHarmless(state.candidate, settings.maxErrorRate ?? HARMLESS_RATE) >= enough;
}
/** ln of the likelihood of a third of the rate over the rate itself: an e-value against "the rate is at least that". */
function lnHarmless(candidate, rate) {
    const bound = Math.min(0.5, rate);
    const third = bound / PROMOTION_RATIO;
    return -candidate.bad * Math.log(PROMOTION_RATIO) + (candidate.n - candidate.bad) * (Math.log1p(-third) - Math.log1p(-bound));
}
function relativeEvidence(settings, baseline, candidate) {
    const tolerated = Math.max(1, settings.tolerance);
    return scaled(settings, lnBlockEvidence(baseline, candidate, tolerated, EFFECT_RATIOS.map((ratio) => ratio * tolerated)));
}
function scaled(settings, lnE) {
    const dispersion = Math.max(1, settings.dispersion);
    return lnE.map((value) => value / dispersion);
}
/** Both arms' counts over one latency bound; undefined when either arm does not know them. */
function overArms(baseline, candidate, index) {
    const before = baseline.over[index];
    const after = candidate.over[index];
    if (before === undefined || after === undefined)
        return undefined;
    const arms = { baseline: { n: baseline.n, bad: before }, candidate: { n: candidate.n, bad: after } };
    return isServing(arms.baseline) && isServing(arms.candidate) ? arms : undefined;
}
function isServing(arm) {
    return Number.isSafeInteger(arm.n) && Number.isSafeInteger(arm.bad) && arm.n > 0 && arm.bad >= 0 && arm.bad <= arm.n;
}
function plus(a, b) {
    return { n: a.n + b.n, bad: a.bad + b.bad };
}
function plusTotals(totals, baseline, candidate) {
    const [nb, yb, nc, yc] = totals;
    return [nb + baseline.n, yb + baseline.bad, nc + candidate.n, yc + candidate.bad];
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/plan.js


/**
 * The steps of a strategy. Rolling exchanges one instance at a time, so its weights follow from the number of instances;
 * blue-green has one step; a canary's are the user's, with full weight added. Without a stable release there is
 * nobody to share traffic with, so every strategy is one step.
 */
function stepsOf(environment, hasStable) {
    const instances = environment.target.instances;
    const full = { weight: 100, bakeSeconds: 0, instances: { candidate: instances, stable: instances } };
    if (!hasStable)
        return [{ ...full, instances: { candidate: instances, stable: 0 } }];
    switch (environment.strategy) {
        case 'blue-green':
            return [full];
        case 'canary':
            return withFull(environment.steps.map((step) => ({ ...step, instances: { candidate: instances, stable: instances } })), full);
        case 'rolling':
            // The old release gives up its last instance with its last traffic, so a later rollback starts it again.
            return withFull(rollingSteps(environment, instances), { ...full, instances: { candidate: instances, stable: 0 } });
        default:
            return (0,problem/* assertNever */.xb)(environment.strategy);
    }
}
function withFull(steps, full) {
    const [first, ...others] = steps;
    return first === undefined ? [full] : [first, ...others, full];
}
function rollingSteps(environment, instances) {
    return Array.from({ length: instances - 1 }, (_, index) => {
        const candidate = index + 1;
        return {
            weight: Math.round((candidate / instances) * 100),
            bakeSeconds: environment.pollSeconds,
            // The target starts the new instance before it drains the old one, so capacity never falls.
            instances: { candidate, stable: instances - candidate },
        };
    });
}
/** Everything the rollout of one environment needs to decide, fixed before it begins. */
function planRollout(environment, options) {
    const { candidate, snapshot, before } = options;
    const inOneStep = options.inOneStep === true;
    return {
        strategy: environment.strategy,
        candidate,
        snapshot,
        instances: environment.target.instances,
        // All at once where there is nothing healthy to compare with, and for a rollback (docs/adr: one-step rollbacks).
        steps: stepsOf(inOneStep ? { ...environment, strategy: 'blue-green' } : environment, snapshot.stable !== undefined),
        hasSmoke: environment.smoke.length > 0,
        pollSeconds: environment.pollSeconds,
        judge: before === undefined ? environment.judge : withObjective(environment, before),
        hold: environment.hold,
        traffic: inOneStep ? 'optional' : environment.traffic,
        verifySeconds: environment.verifySeconds,
    };
}
/** Fewer requests than this say too little about the stable release's own rate. */
const LEAST_REQUESTS = 200;
/** How many times the rate of before is still taken for the same: another hour has other users. */
const OTHER_HOUR = 2;
/**
 * At full weight nobody is left to compare with, so the release is held to an objective: the user's, or else the rate that the
 * stable release had before, twice over and never below what is harmless. It is fixed here, before the candidate has served anything.
 */
function withObjective({ judge, verifySeconds, pollSeconds }, before) {
    if (judge.maxErrorRate !== undefined || before.requests < LEAST_REQUESTS)
        return judge;
    // With an objective the polls at full weight are looks as well (docs/reference/judge.md, late regressions).
    const plannedPolls = judge.plannedPolls + Math.ceil(verifySeconds / pollSeconds);
    return { ...judge, plannedPolls, objectiveAlone: true, maxErrorRate: Math.min(0.5, Math.max(HARMLESS_RATE, (OTHER_HOUR * (before.errors + 1)) / (before.requests + 1))) };
}
/** Names the effects of a rollout in the order in which a healthy release meets them, with the least time each takes (SPEC B2). */
function plannedEffects(spec, where) {
    const digest = spec.candidate.digest;
    const effect = (text, estimatedSeconds) => ({ effect: text, where, digest, required: true, estimatedSeconds });
    const smoke = (address) => (spec.hasSmoke ? [effect(`run the smoke checks against ${address}`, 2)] : []);
    return [
        effect(`start ${instancesText(spec.steps[0].instances.candidate)} of ${spec.candidate.version} without traffic`, 5),
        ...smoke("the new release's own address"),
        ...spec.steps.flatMap((step, index) => [
            effect(`give it ${step.weight} % of the traffic and read the weight back`, 1),
            ...(index < spec.steps.length - 1 ? [effect(`judge it for at least ${step.bakeSeconds} s, every ${spec.pollSeconds} s`, step.bakeSeconds)] : []),
        ]),
        effect('read the live digest back', 1),
        ...(spec.verifySeconds > 0 ? [effect(`verify at full weight for ${spec.verifySeconds} s`, spec.verifySeconds)] : []),
        ...smoke('the public address'),
        effect(spec.snapshot.stable === undefined ? 'stop whatever else runs' : `stop ${spec.snapshot.stable.version}`, 2),
    ];
}
function instancesText(count) {
    return count === 1 ? '1 instance' : `${count} instances`;
}

;// CONCATENATED MODULE: ./build/src/config/cross-checks.js
// Mistakes that show only when several values are seen together.




/** A job on a hosted runner lives six hours; what a rollout may need must fit with room for the rest of the run (FAULTS D12). */
const LONGEST_ROLLOUT_SECONDS = 5.5 * 3600;
/** Whether the file names services in exactly one of the two ways. */
function shapeProblems(file, locate) {
    const single = ['service', 'artifact', 'environments'].filter((key) => file[key] !== undefined);
    if (file.services !== undefined) {
        return single.map((key) => ({ code: 'config.one-service', what: `\`${key}\` stands beside \`services\``, place: locate([key], 'key'), remedy: 'Move it into the service it belongs to.' }));
    }
    const missing = ['service', 'artifact', 'environments'].filter((key) => file[key] === undefined);
    return missing.map((key) => ({ code: 'config.missing-key', what: `\`${key}\` is missing`, place: locate([]), remedy: REMEDIES[key] }));
}
const REMEDIES = {
    service: 'Name the service, such as `service: shop`; several services go under `services`.',
    artifact: 'Say what is deployed, such as `artifact: { path: dist }`.',
    environments: 'Name at least one environment with its target, such as `production: { target: { process: { command: [node, server.mjs], port: 8080 } } }`.',
};
/** Everything else. Checks for something that is missing run only when nothing had to be left out of the file. */
function crossProblems(settings, options) {
    const { locate } = options;
    const found = [];
    const ports = new Map();
    const folders = new Map();
    for (const { name, service: file, path } of options.services) {
        const service = settings.services.find((one) => one.name === name);
        if (service === undefined)
            continue;
        if (options.isComplete)
            found.push(...productionProblems(file, service, { path, locate }));
        found.push(...artifactProblems(service, { path, locate }));
        for (const environment of service.environments) {
            const at = [...path, 'environments', environment.name];
            const where = options.services.length === 1 ? environment.name : `${name}/${environment.name}`;
            const { host, port, directory } = environment.target;
            const taken = port === 0 ? undefined : ports.get(`${host}:${port}`);
            if (taken !== undefined)
                found.push({ code: 'config.duplicate-port', what: `${where} uses the port of ${taken}`, value: String(port), place: locate([...at, 'target', 'process', 'port']), remedy: 'Give each environment its own port.' });
            else
                ports.set(`${host}:${port}`, where);
            const shared = folders.get(directory);
            if (shared !== undefined)
                found.push({ code: 'config.duplicate-directory', what: `${where} uses the directory of ${shared}`, value: directory, place: locate([...at, 'target', 'process', 'directory']), remedy: 'Give each environment its own directory.' });
            else
                folders.set(directory, where);
            found.push(...timeProblems(environment, { at, locate, where }));
        }
    }
    if (settings.ledger.leaseSeconds < 15)
        found.push({ code: 'config.lease', what: '`ledger.lease` is too short to be renewed in time', place: locate(['ledger', 'lease']), remedy: 'Give at least `15s`; the default is `2m`.' });
    return found;
}
function productionProblems(file, service, where) {
    const at = [...where.path, 'environments'];
    const flagged = Object.entries(file.environments).filter(([, environment]) => environment.production === true);
    if (flagged.length > 1) {
        return flagged.slice(1).map(([name]) => ({ code: 'config.two-productions', what: `${name} is a second production`, place: where.locate([...at, name, 'production']), remedy: 'Exactly one environment of a service is production; remove the flag here.' }));
    }
    const production = service.environments.find((environment) => environment.production);
    if (production === undefined)
        return [{ code: 'config.no-production', what: `no environment of ${service.name} is production`, place: where.locate(at, 'key'), remedy: 'Remove `production: false` from the one that is.' }];
    if (production !== service.environments.at(-1)) {
        return [{ code: 'config.production-not-last', what: `${production.name} is production and not the last environment`, place: where.locate([...at, production.name], 'key'), remedy: 'Environments stand in order of promotion; move it to the end.' }];
    }
    return [];
}
function artifactProblems({ artifact }, where) {
    const at = [...where.path, 'artifact'];
    const outside = artifact.paths.flatMap((path, index) => (0,names/* liesIn */.z$)(path, artifact.root) ? [] : [{ code: 'config.outside-root', what: '`artifact.root` does not hold this path', value: path, place: where.locate([...at, 'paths', index]), remedy: `Leave out \`root\`, or name a folder that holds every path.` }]);
    const isExcluded = matcher(artifact.exclude);
    const packed = (path) => artifact.paths.some((folder) => (0,names/* liesIn */.z$)(path, folder)) && !isExcluded(relativeTo(path, artifact.root));
    const store = packed(artifact.store) ? [{ code: 'config.store-in-artifact', what: 'the artifact store lies inside the artifact', value: artifact.store, place: where.locate([...at, 'store']), remedy: 'Move `artifact.store` out of the artifact, or name it in `artifact.exclude`.' }] : [];
    const key = packed(artifact.key.private) ? [{ code: 'config.key-in-artifact', what: 'the private key lies inside the artifact', place: where.locate([...at, 'key', 'private']), remedy: 'Move the key out of the artifact: whoever gets the artifact could sign in your name.' }] : [];
    return [...outside, ...store, ...key];
}
function relativeTo(path, root) {
    const clean = (text) => text.split('/').filter((part) => part !== '' && part !== '.').join('/');
    const [inner, outer] = [clean(path), clean(root)];
    return outer === '' ? inner : inner.slice(outer.length + 1);
}
function timeProblems(environment, options) {
    const { at, locate, where } = options;
    const found = [];
    if (environment.pollSeconds < 1)
        found.push({ code: 'config.poll', what: `${where} polls more often than once a second`, place: locate([...at, 'health', 'every']), remedy: 'Give at least `1s`; the default is `5s`.' });
    const longest = longestSeconds(environment);
    if (longest > LONGEST_ROLLOUT_SECONDS) {
        found.push({
            code: 'config.rollout-too-long',
            what: `a rollout of ${where} may take longer than a job lives`,
            value: (0,domain_duration/* writeDuration */.MP)(longest * 1000),
            place: locate([...at, environment.strategy === 'canary' ? 'strategy' : 'verification']),
            remedy: `Shorten bake times, \`hold.limit\`, \`verification\` or the number of steps to at most ${(0,domain_duration/* writeDuration */.MP)(LONGEST_ROLLOUT_SECONDS * 1000)} together.`,
        });
    }
    return found;
}
/** Seconds that a rollout takes when everything takes as long as it may. */
function longestSeconds(environment) {
    const { hold, verifySeconds, smokeLimitSeconds, target } = environment;
    const steps = stepsOf(environment, true);
    const baked = steps.reduce((sum, step) => sum + step.bakeSeconds + hold.limitSeconds, 0);
    return target.startLimitSeconds + 2 * smokeLimitSeconds + baked + verifySeconds + (verifySeconds > 0 ? hold.limitSeconds : 0) + target.drainSeconds;
}

;// CONCATENATED MODULE: ./build/src/config/locate.js

/** A locator for one document. */
function locator(document, file, lines) {
    return (path, at = 'value') => {
        let node = document.contents;
        let offset = 0;
        for (const [depth, part] of path.entries()) {
            const step = child(node, part);
            if (step === undefined)
                break;
            const isLast = depth === path.length - 1;
            const begins = isLast && at === 'value' ? locate_start(step.value) ?? step.key : step.key;
            offset = begins ?? offset;
            node = locate_resolved(step.value, document);
        }
        const { line, col } = lines.linePos(offset);
        return { file, line: Math.max(1, line), column: Math.max(1, col) };
    };
}
function child(node, part) {
    if ((0,dist/* isMap */.jh)(node)) {
        const pair = node.items.find(({ key }) => ((0,dist/* isScalar */.jn)(key) ? String(key.value) : key) === part);
        if (pair === undefined)
            return undefined;
        return { key: (0,dist/* isNode */.Ll)(pair.key) ? locate_start(pair.key) : undefined, value: (0,dist/* isNode */.Ll)(pair.value) ? pair.value : null };
    }
    if ((0,dist/* isSeq */.oP)(node) && typeof part === 'number') {
        const item = node.items[part];
        return (0,dist/* isNode */.Ll)(item) ? { key: locate_start(item), value: item } : undefined;
    }
    return undefined;
}
function locate_start(node) {
    return node?.range?.[0];
}
function locate_resolved(node, document) {
    return (0,dist/* isAlias */.Vj)(node) ? node.resolve(document) ?? null : node;
}

// EXTERNAL MODULE: ./build/src/domain/nearest.js
var nearest = __webpack_require__(828);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(8816);
;// CONCATENATED MODULE: ./build/src/config/forms.js
// The forms that values of a user's file can have. A schema's message is the name of its form; the words for people are here.



const WORDS = {
    duration: ['is not a duration', domain_duration/* DURATION_REMEDY */.yZ],
    'duration-too-long': ['is longer than a day', 'Give at most `24h`.'],
    name: ['is not a name', 'Use lower-case letters, digits and dashes, at most 63.'],
    'reserved-name': ['is a name that the ledger keeps for itself', 'Choose another name than `build`.'],
    path: ['is not a path inside the repository', 'Give a path relative to the root of the repository, with forward slashes and without `..`.'],
    argv: ['is not a program with its arguments', 'Write a list with at least one word, such as `[npm, run, build]`; it is run without a shell.'],
    word: ['is not a text', 'Write a text of 1 to 1000 characters without line breaks; put numbers in quotes.'],
    text: ['is not a text', 'Write a text; put it in quotes when it looks like a number or a boolean.'],
    boolean: ['is neither true nor false', 'Write `true` or `false`.'],
    port: ['is not a port', 'Give a whole number from 1 to 65535, or 0 for a free one.'],
    'fixed-port': ['is not a port', 'Give a whole number from 1 to 65535.'],
    weight: ['is not a weight of a canary step', 'Give a whole number from 1 to 99, in percent of the requests; full weight is the last step by itself.'],
    ascending: ['does not rise', 'Give each step a larger weight than the one before it.'],
    steps: ['is not a list of 1 to 50 steps', 'Write steps such as `[{ weight: 10, bake: 30s }, { weight: 50, bake: 1m }]`, at most 50.'],
    instances: ['is not a number of instances', 'Give a whole number from 1 to 32.'],
    alpha: ['is not a probability of a false rollback', 'Give a number above 0 and at most 0.2, such as `0.01`.'],
    tolerance: ['is not an odds ratio to tolerate', 'Give a number from 1 (nothing is tolerated) to 10.'],
    share: ['is not a share', 'Give a number from 0 to 1.'],
    dispersion: ['is not an over-dispersion', 'Give a number from 1 (none) to 100.'],
    count: ['is not a whole number in range', 'Give a whole number from 0 to 1000000.'],
    consecutive: ['is not a number of times', 'Give a whole number from 1 to 100.'],
    percentage: ['is not an objective in percent', 'Write a percentage from 50% to below 100%, such as `99.9%`.'],
    bounds: ['is not a rising list of latency bounds', 'Write 1 to 20 durations that rise, such as `[100ms, 250ms, 1s]`, or `[]` to leave latency unjudged.'],
    size: ['is not a size', 'Write a number with its unit, such as `256MiB` or `1GiB`.'],
    program: ['is not a program', 'Write its name, with the least version when it matters: `node` or `node >= 20`.'],
    variable: ['is not the name of an environment variable', 'Use letters, digits and `_`, beginning with a letter, such as `API_TOKEN`.'],
    status: ['is not an HTTP status', 'Give a number from 100 to 599, or a list of them.'],
    'url-path': ['is not a path of the release or an http address', 'Begin it with `/`, such as `/health`, or with `https://`.'],
    'own-path': ['is not a path of the release', 'Begin it with `/`, such as `/health`.'],
    host: ['is not a host', 'Give a host name or an address, such as `127.0.0.1`.'],
    pattern: ['is not a regular expression', 'Write an expression that JavaScript accepts, at most 200 characters.'],
    'json-path': ['is not a JSON path', 'Write it as `$.status` or `$.items[0].id`.'],
    scalar: ['is not a plain value', 'Give a text, a number, a boolean or null; `{ exists: true }` only asks that it is there.'],
    namespace: ['is not a ref namespace', 'Give a folder below `refs/`, such as `refs/flowspec` or `refs/heads/flowspec`.'],
    'one-check': ['is not exactly one kind of check', 'Give one of `http`, `tcp` or `command`.'],
    'one-strategy': ['is not exactly one strategy', 'Write `rolling`, `blue-green` or `canary`, or `canary: { steps: [...] }`.'],
    'one-target': ['is not exactly one target', 'Write `process: { command: [...], port: 8080 }`.'],
    'one-artifact': ['is not exactly one of `path` and `paths`', 'Give `path` for a folder whose content is the artifact, or `paths` for a list of files and folders.'],
    'one-service': ['is not exactly one way to name services', 'Give `service`, `artifact` and `environments` at the top for one service, or `services` for several.'],
    version: ['is not a version of this file that is known', 'Write `version: 1`.'],
    'workflow-version': ['is not a version', 'Write `version: "2.0"`.'],
    state: ['is not a state', 'Write a name of 1 to 100 characters on one line, or `{ name: ..., description: ... }`.'],
    mapping: ['is not a mapping', 'Write keys with values below it.'],
    list: ['is not a list', 'Write `[a, b]`, or one `- item` a line.'],
    empty: ['is empty', 'Name at least one.'],
};
/** What is wrong with a value and how to mend it, from what the schema said. */
function wordsOf(issue) {
    const { message } = issue;
    if (isForm(message)) {
        const [what, remedy] = WORDS[message];
        return { code: `config.${message}`, what, remedy, known: [] };
    }
    if (message.startsWith(CHOICE)) {
        const choices = message.slice(CHOICE.length).split(' ');
        return { code: 'config.choice', what: 'is none of the choices', remedy: `Use ${choices.map((choice) => `\`${choice}\``).join(', ')}.`, known: choices };
    }
    if (message.startsWith(KNOWN))
        return { code: 'config.unknown-key', what: 'is unknown', remedy: 'Remove it.', known: message.slice(KNOWN.length).split(' ') };
    return { code: 'config.invalid', what: `is not as expected (${message})`, remedy: 'Compare it with docs/reference/configuration.md.', known: [] };
}
const CHOICE = 'choice ';
const KNOWN = 'known ';
function isForm(text) {
    return Object.hasOwn(WORDS, text);
}
function says(form) {
    return { error: form };
}
/** A mapping with exactly these keys. */
function mapping(shape) {
    return schemas/* strictObject */.rej(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? `${KNOWN}${Object.keys(shape).join(' ')}` : 'mapping') });
}
function forms_list(item) {
    return schemas/* array */.YOg(item, says('list')).max(200, says('list'));
}
function choice(...names) {
    return schemas/* enum */.k5n(names, { error: `${CHOICE}${names.join(' ')}` });
}
const forms_PLAIN = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,1000}$/u;
const forms_DAY_MS = 86_400_000;
/** Milliseconds, from `30s`, `5m`, `1h30m`. */
const forms_duration = schemas/* string */.YjP(says('duration'))
    .regex(domain_duration/* DURATION */.ft, says('duration'))
    .refine((text) => ((0,domain_duration/* parseDuration */.E9)(text) ?? 0) <= forms_DAY_MS, says('duration-too-long'));
const word = schemas/* string */.YjP(says('word')).regex(forms_PLAIN, says('word'));
const forms_text = schemas/* string */.YjP(says('text')).max(100_000, says('text'));
const forms_boolean = schemas/* boolean */.zMY(says('boolean'));
const forms_name = schemas/* string */.YjP(says('name')).regex(names/* NAME */.o_, says('name'));
const path = schemas/* string */.YjP(says('path')).regex(names/* INSIDE_PATH */.xG, says('path'));
const argv = schemas/* array */.YOg(word, says('argv')).min(1, says('argv')).max(200, says('argv'));
const forms_number = (form, min, max) => schemas/* number */.aig(says(form)).min(min, says(form)).max(max, says(form));
const whole = (form, min, max) => forms_number(form, min, max).int(says(form));
const matching = (form, pattern) => schemas/* string */.YjP(says(form)).max(2000, says(form)).regex(pattern, says(form));
const patternText = schemas/* string */.YjP(says('pattern')).max(200, says('pattern')).refine(compiles, says('pattern'));

function compiles(source) {
    try {
        return new RegExp(source, 'u').source.length > 0;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./build/src/config/issues.js


const SECRET = /pass|secret|token|credential|private|authorization|cookie|api-?key|dsn/i;
/** One problem for each issue; for a choice of forms, the problems of the form that was meant. */
function issueProblems(issues, root, locate, parents = []) {
    // A misspelt key often is why something else seems to be missing: one mistake, one message.
    const misspelt = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue.path.join('.')] : []));
    return issues
        .filter((issue) => issue.code !== 'custom' || !misspelt.includes(issue.path.join('.')))
        .flatMap((issue) => problemsOf(issue, root, locate, [...parents, ...issue.path]));
}
function problemsOf(issue, root, locate, path) {
    const name = path.map(String).join('.');
    if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => unknownKey(key, { path, issue, locate }));
    if (issue.code === 'invalid_union') {
        const meant = meantBranch(issue.errors);
        if (meant !== undefined)
            return issueProblems(meant, root, locate, path);
    }
    const value = at(root, path);
    if (value === undefined) {
        return [{ code: 'config.missing-key', what: `\`${name}\` is missing`, place: locate(path), remedy: `Add it. ${wordsOf(issue).remedy}` }];
    }
    if (issue.code === 'invalid_key') {
        const [inner = issue] = issue.issues;
        return [{ code: 'config.bad-name', what: `\`${name}\` ${wordsOf(inner).what}`, place: locate(path, 'key'), remedy: wordsOf(inner).remedy }];
    }
    const { code, what, remedy } = wordsOf(issue);
    return [{ code, what: `\`${name}\` ${what}`, ...shown(value, path), place: locate(path), remedy }];
}
function shown(value, path) {
    if (path.some((part) => SECRET.test(String(part))))
        return {};
    const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
    return { value: text.length > 60 ? `${text.slice(0, 57)}...` : text === '' ? '""' : text };
}
function unknownKey(key, where) {
    const known = wordsOf(where.issue).known;
    const near = (0,nearest/* nearest */.pA)(key, known);
    const inside = where.path.length === 0 ? '' : ` in \`${where.path.map(String).join('.')}\``;
    return {
        code: 'config.unknown-key',
        what: `there is no such key${inside}`,
        value: key.slice(0, 60),
        place: where.locate([...where.path, key], 'key'),
        remedy: near === undefined ? (known.length === 0 ? 'Remove it.' : `Known are ${(0,nearest/* knownNames */.UH)(known)}.`) : `Did you mean \`${near}\`?`,
    };
}
/** The alternative whose outer type fits, with the fewest mistakes inside. */
function meantBranch(branches) {
    return branches
        .filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0 || (issue.code !== 'invalid_type' && issue.code !== 'invalid_value')))
        .toSorted((a, b) => a.length - b.length)[0];
}
function at(root, path) {
    return path.reduce((value, part) => (typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? value[part] : undefined), root);
}
/** The value without the parts that are wrong, so that what is right can be examined further. */
function pruned(root, issues) {
    const copy = structuredClone(root);
    for (const issue of issues) {
        const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
        for (const path of paths) {
            const parent = at(copy, path.slice(0, -1));
            const last = path.at(-1);
            if (typeof parent === 'object' && parent !== null && last !== undefined && !Array.isArray(parent))
                Reflect.deleteProperty(parent, last);
        }
    }
    return copy;
}

;// CONCATENATED MODULE: ./build/src/config/document.js




const MAX_BYTES = 1024 * 1024;
const MAX_ALIASES = 100;
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];
/** Parses YAML 1.2 (core schema, no tags) and checks it. Cross-checks belong to the caller, who gets a value even after small mistakes. */
function readDocument(text, file, schema) {
    const raw = readYaml(text, file);
    if (!raw.ok)
        return raw;
    const { value, locate } = raw.value;
    const first = schema.safeParse(value);
    if (first.success)
        return { ok: true, document: { value: first.data, problems: [], locate } };
    const problems = inOrder(issueProblems(first.error.issues, value, locate));
    const [one = unexplained(file), ...others] = problems;
    const again = schema.safeParse(pruned(value, first.error.issues));
    if (again.success)
        return { ok: true, document: { value: again.data, problems: [one, ...others], locate } };
    return { ok: false, problems: [one, ...others] };
}
/** `readDocument` for files without cross-checks. */
function parseFile(text, file, schema) {
    const read = readDocument(text, file, schema);
    if (!read.ok)
        return read;
    const [first, ...others] = read.document.problems;
    return first === undefined ? parsed(read.document.value) : mistaken(first, ...others);
}
function unexplained(file) {
    return { code: 'config.invalid', what: 'the file does not have the expected form', place: { file }, remedy: 'Compare it with docs/reference/configuration.md.' };
}
/** The plain value of a YAML mapping, with a way to find each part of it again. Bombs, tags and twice-given keys are mistakes (FAULTS I18, M06, M12). */
function readYaml(text, file) {
    // A UTF-16 unit is at most three bytes of UTF-8, so most texts need no counting.
    if (text.length > MAX_BYTES / 3 && new Blob([text]).size > MAX_BYTES) {
        return (0,problem/* mistaken */.R3)({ code: 'config.too-large', what: `the file has more than ${MAX_BYTES / 1024} KiB`, place: { file }, remedy: 'Make it smaller; a configuration has a few hundred lines at most.' });
    }
    if (text.includes('\0') || text.includes('\ufffd')) {
        return (0,problem/* mistaken */.R3)({ code: 'config.not-text', what: 'the file is not UTF-8 text', place: { file }, remedy: 'Save it as UTF-8.' });
    }
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { version: '1.2', schema: 'core', uniqueKeys: true, strict: true, stringKeys: true, prettyErrors: false, lineCounter: lines, logLevel: 'silent' });
    const placeAt = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { file, line, column: Math.max(1, col) };
    };
    const problems = [...document.errors, ...document.warnings].map((error) => ({ ...syntaxWords(error.code, error.message), place: placeAt(error.pos[0]) ?? { file } }));
    problems.push(...forbiddenKeys(document, (offset) => placeAt(offset) ?? { file }));
    const [first, ...others] = inOrder(problems);
    if (first !== undefined)
        return (0,problem/* mistaken */.R3)(first, ...others);
    if (!(0,dist/* isMap */.jh)(document.contents)) {
        return (0,problem/* mistaken */.R3)({ code: 'config.not-a-mapping', what: document.contents === null ? 'the file is empty' : 'the file is not a mapping', place: { file, line: 1, column: 1 }, remedy: 'Begin it with a key, such as `version: 1`.' });
    }
    try {
        const value = document.toJS({ maxAliasCount: MAX_ALIASES });
        return (0,problem/* parsed */.Yz)({ value, locate: locator(document, file, lines) });
    }
    catch {
        // The only thing that toJS refuses here: aliases that would multiply beyond the cap.
        return (0,problem/* mistaken */.R3)({ code: 'config.too-many-aliases', what: 'the file repeats itself through aliases too often', place: { file, line: 1, column: 1 }, remedy: 'Write the values out instead of using `&` and `*`.' });
    }
}
function forbiddenKeys(document, placeAt) {
    const problems = [];
    (0,dist/* visit */.YR)(document, {
        Pair(_, pair) {
            const key = pair.key;
            if (typeof key !== 'object' || key === null || !('value' in key) || !FORBIDDEN.includes(String(key.value)))
                return;
            const range = 'range' in key && Array.isArray(key.range) ? Number(key.range[0]) : 0;
            problems.push({ code: 'config.forbidden-key', what: 'a key that no file may have', value: String(key.value), place: placeAt(range), remedy: 'Choose another name.' });
        },
    });
    return problems;
}
function syntaxWords(code, message) {
    const [what, remedy] = SYNTAX[code] ?? [`this is not valid YAML (${message.split('\n')[0]})`, 'Check the indentation, the quotes and the brackets around this place.'];
    return { code: `config.yaml-${code.toLowerCase().replaceAll('_', '-')}`, what, remedy };
}
const SYNTAX = {
    DUPLICATE_KEY: ['this key is given twice', 'Keep one of them.'],
    TAB_AS_INDENT: ['a tab is used to indent', 'Indent with spaces: YAML does not allow tabs there.'],
    TAG_RESOLVE_FAILED: ['a tag that is not allowed', 'Remove the `!...`: only plain YAML values are read.'],
    MULTIPLE_DOCS: ['the file holds more than one document', 'Remove the line `---` and what does not belong.'],
    BAD_INDENT: ['the indentation does not fit', 'Indent keys of the same level by the same number of spaces.'],
    NON_STRING_KEY: ['a key that is not a text', 'Use plain words as keys, or put the key in quotes.'],
};
/** Problems in the order in which a reader meets them. */
function inOrder(problems) {
    return problems.toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0));
}

;// CONCATENATED MODULE: ./build/src/config/check-settings.js

const check_settings_AREAS = ['health', 'auth', 'core', 'database', 'external', 'other'];
/** A check with its defaults. Its area is the one given, else the one it is named after. */
function checkOf(file, fallbackName, fallbackArea = 'other') {
    const name = file.name ?? file.area ?? fallbackName;
    const common = {
        name,
        timeoutMs: file.timeout === undefined ? 5000 : millisOf(file.timeout),
        consecutive: file.consecutive ?? 1,
        area: file.area ?? check_settings_AREAS.find((area) => area === name) ?? fallbackArea,
    };
    if (file.command !== undefined)
        return { ...common, kind: 'command', argv: argvOf(file.command) };
    if (file.http === undefined)
        return { ...common, kind: 'tcp', ...(file.tcp?.host === undefined ? {} : { host: file.tcp.host }), ...(file.tcp?.port === undefined ? {} : { port: file.tcp.port }) };
    const http = typeof file.http === 'string' ? { path: file.http } : file.http;
    const { send, status = 200, latency, body, json } = http;
    const text = typeof body === 'string' ? { contains: body } : body;
    return {
        ...common,
        kind: 'http',
        method: http.method ?? (send === undefined ? 'GET' : 'POST'),
        path: http.path,
        headers: http.headers ?? {},
        ...(send === undefined ? {} : { body: send }),
        expect: {
            status: typeof status === 'number' ? [status] : status,
            ...(latency === undefined ? {} : { latencyMs: millisOf(latency) }),
            ...(text?.contains === undefined ? {} : { bodyContains: text.contains }),
            ...(text?.matches === undefined ? {} : { bodyMatches: text.matches }),
            ...(json === undefined ? {} : { json: Object.entries(json).map(([path, wanted]) => expectationOf(path, wanted)) }),
        },
    };
}
function expectationOf(path, wanted) {
    return typeof wanted === 'object' && wanted !== null ? { path } : { path, equals: wanted };
}

;// CONCATENATED MODULE: ./build/src/config/operate-schema.js
// The form of `.flowspec/operate.yml`. Everything that one value alone can get wrong is here; what only several values together can get
// wrong is in cross-checks.ts. The published JSON Schema is made from this.



const operate_schema_AREAS = ['health', 'auth', 'core', 'database', 'external', 'other'];
const gateCommand = schemas/* union */.KCZ([argv, mapping({ name: word.optional(), command: argv, timeout: forms_duration.optional() })], says('argv'))
    .meta({ description: 'A program with its arguments, run without a shell; or the same with `name` and `timeout` (default 10m).' });
const scalar = schemas/* union */.KCZ([forms_text, schemas/* number */.aig(), schemas/* boolean */.zMY(), schemas/* null */.chJ()], says('scalar'));
const http = mapping({
    path: matching('url-path', /^(?:\/|https?:\/\/[^\s/])[^\s]*$/).meta({ description: "Path on the release's own address, or a whole http(s) address." }),
    method: choice('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS').optional(),
    headers: schemas/* record */.g1P(matching('variable', /^[A-Za-z][A-Za-z0-9-]{0,63}$/), word, says('mapping')).optional(),
    send: forms_text.optional().meta({ description: 'Body of the request.' }),
    status: schemas/* union */.KCZ([whole('status', 100, 599), forms_list(whole('status', 100, 599)).min(1, says('status'))], says('status')).optional().meta({ description: 'Expected status, or several; default 200.' }),
    latency: forms_duration.optional().meta({ description: 'The answer must come within this time.' }),
    body: schemas/* union */.KCZ([forms_text, mapping({ contains: forms_text.optional(), matches: patternText.optional() })], says('text')).optional().meta({ description: 'Text that the answer contains, or `{ matches: <regular expression> }`.' }),
    json: schemas/* record */.g1P(matching('json-path', /^\$(?:\.[A-Za-z_][\w-]{0,63}|\[\d{1,6}\]){0,20}$/), schemas/* union */.KCZ([scalar, mapping({ exists: schemas/* literal */.euz(true, says('scalar')) })], says('scalar')), says('mapping'))
        .optional()
        .meta({ description: 'Values in the answer: `$.status: ok`, or `$.id: { exists: true }`.' }),
});
const check = mapping({
    name: word.optional(),
    area: choice(...operate_schema_AREAS).optional().meta({ description: 'Which of the expected kinds it speaks for. Taken from the name when that is one of them.' }),
    timeout: forms_duration.optional().meta({ description: 'Limit of one attempt; default 5s.' }),
    consecutive: whole('consecutive', 1, 100).optional().meta({ description: 'How many times in a row it must pass; default 1.' }),
    http: schemas/* union */.KCZ([matching('url-path', /^(?:\/|https?:\/\/[^\s/])[^\s]*$/), http], says('url-path')).optional(),
    tcp: mapping({ host: matching('host', /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/).optional(), port: whole('fixed-port', 1, 65535).optional() }).optional(),
    command: argv.optional(),
}).refine((value) => [value.http, value.tcp, value.command].filter((kind) => kind !== undefined).length === 1, says('one-check'));
const checks = forms_list(check);
const canary = mapping({
    steps: forms_list(mapping({
        weight: schemas/* union */.KCZ([whole('weight', 1, 99), matching('weight', /^[1-9]\d?%$/)], says('weight')).meta({ description: 'Percent of the requests, 1 to 99.' }),
        bake: forms_duration.optional().meta({ description: 'Least time at this step; default 60s.' }),
    }))
        .min(1, says('steps'))
        .max(50, says('steps'))
        .superRefine((steps, context) => {
        steps.forEach((step, index) => {
            const before = steps[index - 1];
            if (before !== undefined && weightOf(step.weight) <= weightOf(before.weight))
                context.addIssue({ code: 'custom', message: 'ascending', path: [index, 'weight'] });
        });
    })
        .optional()
        .meta({ description: 'Rising weights; default 5, 25 and 50 percent, 60s each. Full weight follows by itself.' }),
});
/** Percent as a number, from `10` or `10%`. */
function weightOf(weight) {
    return typeof weight === 'number' ? weight : Number(weight.slice(0, -1));
}
const nothing = schemas/* union */.KCZ([schemas/* null */.chJ(), mapping({})], says('mapping')).optional();
const strategy = schemas/* union */.KCZ([
    choice('rolling', 'blue-green', 'canary'),
    mapping({ canary: schemas/* union */.KCZ([schemas/* null */.chJ(), canary], says('mapping')).optional(), rolling: nothing, 'blue-green': nothing }).refine((value) => Object.keys(value).length === 1, says('one-strategy')),
], says('one-strategy'))
    .meta({ description: 'How traffic moves: `rolling` (default), `blue-green` or `canary`; `canary: { steps: [...] }` sets its steps.' });
const operate_schema_processTarget = mapping({
    command: argv.meta({ description: 'Run inside the unpacked release. PORT and HOST are in its environment.' }),
    port: whole('port', 0, 65535).meta({ description: 'Port of the public proxy; 0 picks a free one and keeps it.' }),
    host: matching('host', /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/).optional().meta({ description: 'Default 127.0.0.1.' }),
    instances: whole('instances', 1, 32).optional().meta({ description: 'Default 2 in production, else 1.' }),
    directory: path.optional().meta({ description: 'Where releases, logs and state live; default .flowspec/run/<service>/<environment>.' }),
    env: schemas/* record */.g1P(matching('variable', /^[A-Za-z_][A-Za-z0-9_]{0,127}$/), forms_text, says('mapping')).optional(),
    ready: matching('own-path', /^\/[^\s]*$/).optional().meta({ description: 'Path that answers 2xx when an instance is ready. Without it an open port is enough.' }),
    'start-limit': forms_duration.optional().meta({ description: 'Default 60s.' }),
    drain: forms_duration.optional().meta({ description: 'How long requests may end when an instance is stopped; default 10s.' }),
});
const environment = mapping({
    production: forms_boolean.optional().meta({ description: 'Exactly one environment is production; by default the one of that name, else the last.' }),
    target: mapping({ process: operate_schema_processTarget }).meta({ description: 'Where the software runs.' }),
    strategy: strategy.optional(),
    smoke: schemas/* union */.KCZ([checks, mapping({ limit: forms_duration.optional(), checks })], says('list')).optional().meta({ description: 'Checks before traffic and at the end; default the ready path. `{ limit, checks }` sets the limit (default 300s).' }),
    health: schemas/* union */.KCZ([checks, mapping({ every: forms_duration.optional(), checks: checks.optional() })], says('list')).optional().meta({ description: 'Checks that are repeated while the rollout is watched; default the ready path. `every` is the poll interval (default 5s).' }),
    judge: mapping({
        alpha: forms_number('alpha', 1e-9, 0.2).optional(),
        tolerance: forms_number('tolerance', 1, 10).optional(),
        'error-share': forms_number('share', 0, 1).optional(),
        'latency-bounds': forms_list(forms_duration)
            .max(20, says('bounds'))
            .refine((bounds) => bounds.every((bound, index) => index === 0 || millis(bound) > millis(bounds[index - 1] ?? '')), says('bounds'))
            .optional(),
        'min-requests': whole('count', 0, 1_000_000).optional(),
        dispersion: forms_number('dispersion', 1, 100).optional(),
    })
        .optional()
        .meta({ description: 'The statistical comparison; the defaults are sound.' }),
    slo: matching('percentage', /^(?:[5-9]\d)(?:\.\d{1,6})?%$/).optional().meta({ description: 'Objective for successful requests, such as 99.9%.' }),
    hold: mapping({ limit: forms_duration.optional(), then: choice('roll-back', 'advance').optional() }).optional().meta({ description: 'How long a step may stay undecided after its bake time (default 60s) and what then (default roll-back).' }),
    traffic: choice('required', 'optional').optional().meta({ description: 'Whether a step can pass without traffic; default required for a canary, else optional.' }),
    verification: forms_duration.optional().meta({ description: 'How long the release is watched at full weight; default 600s in production, else 0s.' }),
    policy: mapping({
        verification: choice('enforce', 'warn').optional(),
        'require-sbom': forms_boolean.optional(),
        'require-provenance': forms_boolean.optional(),
        'require-staging': forms_boolean.optional(),
    }).optional(),
});
const artifact = mapping({
    path: path.optional().meta({ description: 'Folder whose content is the artifact.' }),
    paths: forms_list(path).min(1, says('empty')).optional().meta({ description: 'Files and folders, relative to the root of the repository.' }),
    root: path.optional().meta({ description: 'Paths inside the artifact are relative to this folder; default the folder of `path`, or the root of the repository.' }),
    exclude: forms_list(word).optional(),
    allow: forms_list(word).optional().meta({ description: 'Files that look like secrets or environment-specific configuration and are meant to be there.' }),
    build: gateCommand.optional(),
    stack: choice('node', 'python', 'go', 'dotnet', 'files').optional(),
    store: path.optional().meta({ description: 'OCI image layout on disk; default .flowspec/store.' }),
    key: mapping({ private: path, public: path }).optional(),
}).refine((value) => (value.path === undefined) !== (value.paths === undefined), says('one-artifact'));
const environments = schemas/* record */.g1P(forms_name.refine((text) => text !== 'build', says('reserved-name')), environment, says('mapping'))
    .refine((value) => Object.keys(value).length > 0, says('empty'));
const service = mapping({ required: forms_boolean.optional().meta({ description: "Whether the task's label waits for this service; default true." }), artifact, environments });
const operateSchema = mapping({
    version: schemas/* literal */.euz(1, says('version')).meta({ description: 'Version of this form.' }),
    service: forms_name.optional().meta({ description: 'Name of the only service.' }),
    artifact: artifact.optional(),
    environments: environments.optional().meta({ description: 'In order of promotion.' }),
    services: schemas/* record */.g1P(forms_name, service, says('mapping')).refine((value) => Object.keys(value).length > 0, says('empty')).optional().meta({ description: 'Several services, each with artifact and environments.' }),
    tasks: mapping({
        store: choice('backlog', 'github').optional().meta({ description: 'Files of Backlog.md (default), or issues and pull requests.' }),
        directory: path.optional().meta({ description: 'Folder of the task files; default backlog/tasks.' }),
        role: choice('write', 'maintain', 'admin').optional().meta({ description: 'Least role of someone whose label counts on GitHub; default write.' }),
        bots: forms_list(word).optional().meta({ description: 'Bots whose label counts on GitHub, such as `release-app[bot]`; default none.' }),
    }).optional(),
    ledger: mapping({ store: choice('git', 'github').optional().meta({ description: 'Refs of the local repository (default), or of the repository on GitHub.' }), namespace: matching('namespace', /^refs(?:\/[A-Za-z0-9_][A-Za-z0-9_-]*){1,8}$/).optional(), lease: forms_duration.optional() }).optional(),
    gate: mapping({
        tests: forms_list(gateCommand).optional().meta({ description: 'Commands that must succeed before anything is deployed.' }),
        programs: forms_list(matching('program', /^[A-Za-z0-9][\w.+-]{0,63}(?: *>= *\d{1,9}(?:\.\d{1,9}){0,3})?$/)).optional(),
        environment: forms_list(matching('variable', /^[A-Za-z_][A-Za-z0-9_]{0,127}$/)).optional(),
        'free-space': matching('size', /^\d{1,6}(?:KiB|MiB|GiB)$/).optional(),
    }).optional(),
    notifications: mapping({
        stakeholders: forms_list(word).optional().meta({ description: 'Who is told about releases and rollbacks of production.' }),
        command: argv.optional().meta({ description: 'Tells them: run after production changed or a change failed, with the report as JSON on its standard input.' }),
    }).optional(),
});
function millis(bound) {
    return (0,domain_duration/* parseDuration */.E9)(bound) ?? 0;
}

;// CONCATENATED MODULE: ./build/src/config/environment-settings.js



/** Small enough to hurt few, large enough to learn something (docs/reference/configuration.md). */
const CANARY_STEPS = [5, 25, 50].map((weight) => ({ weight, bakeSeconds: 60 }));
/** The environment that counts as production: the flagged one, else the one of that name, else the last. */
function productionOf(environments) {
    const names = Object.keys(environments);
    const flagged = names.find((name) => environments[name]?.production === true);
    const possible = names.filter((name) => environments[name]?.production !== false);
    return flagged ?? possible.find((name) => name === 'production') ?? possible.at(-1);
}
/** One environment with every default filled in. */
function environmentOf(file, context) {
    const { name, production } = context;
    const target = targetOf(file, context);
    const strategy = strategyOf(file);
    const smoke = checksOf(file.smoke, 'smoke');
    const health = checksOf(file.health, 'health');
    const fallback = readyCheck(target);
    const pollSeconds = secondsOf(health.every, 5);
    const hold = { limitSeconds: secondsOf(file.hold?.limit, 60), then: file.hold?.then ?? 'roll-back' };
    const verifySeconds = secondsOf(file.verification, production ? 600 : 0);
    const steps = strategy === 'canary' ? environment_settings_stepsOf(file) : [];
    return {
        name,
        production,
        target,
        strategy,
        steps,
        smoke: smoke.checks ?? [fallback],
        smokeLimitSeconds: secondsOf(smoke.limit, 300),
        health: health.checks ?? [fallback],
        judge: judgeOf(file, { steps, pollSeconds, holdSeconds: hold.limitSeconds, verifySeconds }),
        pollSeconds,
        hold,
        traffic: file.traffic ?? (strategy === 'canary' ? 'required' : 'optional'),
        verifySeconds,
        policy: {
            verification: file.policy?.verification ?? 'enforce',
            requireSbom: file.policy?.['require-sbom'] ?? true,
            requireProvenance: file.policy?.['require-provenance'] ?? true,
            requireStaging: file.policy?.['require-staging'] ?? (production && context.count > 1),
        },
    };
}
function targetOf(file, context) {
    const { process } = file.target;
    return {
        kind: 'process',
        argv: argvOf(process.command),
        port: process.port,
        host: process.host ?? '127.0.0.1',
        instances: process.instances ?? (context.production ? 2 : 1),
        directory: process.directory ?? `.flowspec/run/${context.service}/${context.name}`,
        env: process.env ?? {},
        ...(process.ready === undefined ? {} : { ready: process.ready }),
        startLimitSeconds: secondsOf(process['start-limit'], 60),
        drainSeconds: secondsOf(process.drain, 10),
    };
}
function strategyOf({ strategy = 'rolling' }) {
    if (typeof strategy === 'string')
        return strategy;
    if ('canary' in strategy)
        return 'canary';
    return 'rolling' in strategy ? 'rolling' : 'blue-green';
}
function environment_settings_stepsOf({ strategy }) {
    const steps = typeof strategy === 'object' ? strategy.canary?.steps : undefined;
    return steps?.map((step) => ({ weight: weightOf(step.weight), bakeSeconds: secondsOf(step.bake, 60) })) ?? CANARY_STEPS;
}
function judgeOf(file, times) {
    const { judge, slo } = file;
    // Only an objective can be judged at full weight, where there is no baseline left.
    const watched = times.steps.reduce((sum, step) => sum + step.bakeSeconds, 0) + times.holdSeconds + (slo === undefined ? 0 : times.verifySeconds);
    return {
        alpha: judge?.alpha ?? 0.01,
        tolerance: judge?.tolerance ?? 1,
        errorShare: judge?.['error-share'] ?? 0.5,
        latencyBoundsMs: judge?.['latency-bounds']?.map(millisOf) ?? [100, 250, 500, 1000, 2500],
        ...(slo === undefined ? {} : { maxErrorRate: Number((1 - Number(slo.slice(0, -1)) / 100).toFixed(8)) }),
        plannedPolls: Math.max(2, Math.ceil(watched / times.pollSeconds)),
        dispersion: judge?.dispersion ?? 1,
        minRequests: judge?.['min-requests'] ?? 20,
    };
}
function checksOf(file, where) {
    if (file === undefined)
        return {};
    const { checks, ...times } = Array.isArray(file) ? { checks: file } : file;
    const { limit, every } = times;
    return {
        ...(checks === undefined ? {} : { checks: checks.map((check, index) => checkOf(check, `${where} ${index + 1}`)) }),
        ...(limit === undefined ? {} : { limit }),
        ...(every === undefined ? {} : { every }),
    };
}
/** What is asked when nothing is configured: the ready path, else an open port. */
function readyCheck(target) {
    return checkOf(target.ready === undefined ? { tcp: {} } : { http: { path: target.ready, status: [200, 201, 202, 204] } }, 'ready', 'health');
}

;// CONCATENATED MODULE: ./build/src/config/operate.js
// `.flowspec/operate.yml` becomes Settings, every default filled in, or every mistake at once.






const OPERATE_PATH = '.flowspec/operate.yml';
/** The smallest useful file, shown whenever there is none. */
const SMALLEST = `version: 1
service: shop
artifact: { path: dist }
environments:
  staging:    { target: { process: { command: [node, server.mjs], port: 8081 } } }
  production: { target: { process: { command: [node, server.mjs], port: 8080 } }, strategy: canary }
`;
/** Parses the file. Mistakes that need the whole file are looked for even when single values are wrong. */
function parseOperate(text, file = OPERATE_PATH) {
    const read = readDocument(text, file, operateSchema);
    if (!read.ok)
        return read;
    const { value, problems, locate } = read.document;
    const isComplete = problems.length === 0;
    const shape = shapeProblems(value, locate);
    const services = serviceFiles(value);
    const settings = shape.length === 0 ? settingsOf(value, services, file) : undefined;
    const all = [...problems, ...(isComplete ? shape : []), ...(settings === undefined ? [] : crossProblems(settings, { services, locate, isComplete }))];
    const [first, ...others] = inOrder(all);
    if (first !== undefined)
        return (0,problem/* mistaken */.R3)(first, ...others);
    return settings === undefined ? (0,problem/* mistaken */.R3)(missingOperate(file)) : (0,problem/* parsed */.Yz)(settings);
}
/** What to say when the file is not there. */
function missingOperate(file = OPERATE_PATH) {
    return { code: 'config.missing', what: 'there is no configuration', place: { file }, remedy: `Write ${file}, for example: ${SMALLEST.trim().replaceAll('\n', ' / ')}. See docs/reference/configuration.md.` };
}
/** Services with the path of each in the file. */
function serviceFiles(file) {
    if (file.services !== undefined)
        return Object.entries(file.services).map(([name, service]) => ({ name, service, path: ['services', name] }));
    const { service: name, artifact, environments } = file;
    return name === undefined || artifact === undefined || environments === undefined ? [] : [{ name, service: { artifact, environments }, path: [] }];
}
function settingsOf(file, files, source) {
    const [first, ...others] = files.flatMap(({ name, service }) => serviceOf(name, service) ?? []);
    if (first === undefined)
        return undefined;
    const { gate, ledger, tasks, notifications } = file;
    return {
        services: [first, ...others],
        tasks: { store: tasks?.store ?? 'backlog', directory: tasks?.directory ?? 'backlog/tasks', approval: { role: tasks?.role ?? 'write', bots: tasks?.bots ?? [] } },
        ledger: { store: ledger?.store ?? 'git', namespace: ledger?.namespace ?? 'refs/flowspec', leaseSeconds: secondsOf(ledger?.lease, 120) },
        gate: {
            tests: (gate?.tests ?? []).map((command) => commandOf(command)),
            programs: (gate?.programs ?? []).map(programOf),
            environment: gate?.environment ?? [],
            minFreeBytes: sizeOf(gate?.['free-space'] ?? '256MiB'),
        },
        notifications: { stakeholders: notifications?.stakeholders ?? [], ...toldBy(notifications?.command) },
        source,
    };
}
function toldBy(command) {
    const [program, ...args] = command ?? [];
    return program === undefined ? {} : { command: [program, ...args] };
}
function serviceOf(name, service) {
    const production = productionOf(service.environments);
    const [first, ...others] = Object.entries(service.environments).map(([environment, file]) => environmentOf(file, { service: name, name: environment, production: environment === production, count: Object.keys(service.environments).length }));
    if (first === undefined)
        return undefined;
    return { name, required: service.required ?? true, artifact: artifactOf(service.artifact), environments: [first, ...others] };
}

;// CONCATENATED MODULE: ./build/src/domain/task/machine.js
/** The edges that deploying walks (SPEC A2), between the two states that a project may name in `meta_workflows.run`. */
function deployEdges(run) {
    return [
        { via: 'operate', from: [run.inputState], to: run.outputState },
        { via: 'rollback', from: [run.outputState], to: run.inputState },
        { via: 'complete_from_deployed', from: [run.outputState], to: 'Done' },
    ];
}
const DEFAULT_RUN = { inputState: 'Validated', outputState: 'Deployed' };
/** The states and edges of a project that says nothing (SPEC A1, A2). */
const DEFAULT_MACHINE = {
    states: ['To Do', 'Assessed', 'Specified', 'Researched', 'Planned', 'In Implementation', 'Validated', 'Deployed', 'Done'],
    initial: 'To Do',
    edges: [
        { via: 'assess', from: ['To Do'], to: 'Assessed' },
        { via: 'specify', from: ['Assessed'], to: 'Specified' },
        { via: 'research', from: ['Specified'], to: 'Researched' },
        { via: 'plan', from: ['Specified', 'Researched'], to: 'Planned' },
        { via: 'implement', from: ['Planned'], to: 'In Implementation' },
        { via: 'validate', from: ['In Implementation'], to: 'Validated' },
        ...deployEdges(DEFAULT_RUN),
    ],
    source: 'built in',
};
/**
 * Adds what deploying needs and the file lacks: the edges by their names, and the states that they touch. A file from after the
 * removal of `operate` ends at Validated -> Done; that edge stays, it is another way.
 */
function withDeployEdges(machine) {
    const run = machine.run ?? DEFAULT_RUN;
    const missing = deployEdges(run).filter((edge) => machine.edges.every((one) => one.via !== edge.via));
    const needed = [...new Set(missing.flatMap((edge) => [...edge.from, edge.to]))].filter((state) => !machine.states.includes(state));
    return { ...machine, states: ordered(machine.states, needed, run), edges: [...machine.edges, ...missing] };
}
/** The state after deploying stands right after the one before; what else is missing goes to the end. */
function ordered(states, needed, run) {
    return needed.reduce((now, state) => {
        const after = state === run.outputState ? now.indexOf(run.inputState) : -1;
        return after < 0 ? [...now, state] : now.toSpliced(after + 1, 0, state);
    }, states);
}

;// CONCATENATED MODULE: ./build/src/config/workflow.js
// `flowspec_workflow.yml`: the states and edges of a project, v1.1 and v2.0, with the deploy edges added when it lacks them (SPEC A2).






/** Where the file is looked for, first come first served. */
const WORKFLOW_PATHS = ['flowspec_workflow.yml', 'flowspec_workflow.yaml', 'memory/flowspec_workflow.yml', 'memory/flowspec_workflow.yaml'];
const stateName = schemas/* string */.YjP(says('state')).regex(/^[^\u0000-\u001f\u007f-\u009f\s](?:[^\u0000-\u001f\u007f-\u009f]{0,98}[^\u0000-\u001f\u007f-\u009f\s])?$/u, says('state'));
const state = schemas/* union */.KCZ([stateName, schemas/* looseObject */._H3({ name: stateName }, says('mapping'))], says('state'));
const oneOrMore = schemas/* union */.KCZ([stateName, forms_list(stateName).min(1, says('empty'))], says('list'));
const metaRun = schemas/* looseObject */._H3({
    input_state: stateName.optional(),
    output_state: stateName.optional(),
    sub_workflows: forms_list(schemas/* union */.KCZ([word, schemas/* looseObject */._H3({ workflow: word }, says('mapping'))], says('word'))).optional(),
    orchestration: schemas/* looseObject */._H3({ mode: schemas/* enum */.k5n(['sequential', 'parallel'], { error: 'choice sequential parallel' }).optional(), stop_on_error: schemas/* boolean */.zMY(says('boolean')).optional() }, says('mapping')).optional(),
}, says('mapping'));
/** Unknown keys are kept quiet: this file belongs to other tools too. */
const workflowSchema = schemas/* looseObject */._H3({
    version: schemas/* union */.KCZ([matching('workflow-version', /^\d{1,3}\.\d{1,3}$/), schemas/* number */.aig(says('workflow-version')).min(1, says('workflow-version')).lt(3, says('workflow-version'))], says('workflow-version')).optional(),
    states: forms_list(state).min(1, says('empty')).optional(),
    workflows: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* looseObject */._H3({ input_states: forms_list(stateName).optional(), output_state: stateName.optional() }, says('mapping')), says('mapping')).optional(),
    transitions: forms_list(schemas/* looseObject */._H3({ from: oneOrMore, to: stateName, via: word, name: word.optional() }, says('mapping'))).optional(),
    meta_workflows: schemas/* looseObject */._H3({ run: metaRun.optional() }, says('mapping')).optional(),
}, says('mapping'));
/** Parses the file; absent text is the built-in machine. */
function parseWorkflow(text, file) {
    if (text === undefined)
        return (0,problem/* parsed */.Yz)(DEFAULT_MACHINE);
    const read = readDocument(text, file, workflowSchema);
    if (!read.ok)
        return read;
    const { value, problems, locate } = read.document;
    const states = statesOf(value);
    const all = inOrder([...problems, ...(problems.length === 0 ? stateProblems(value, states, locate) : [])]);
    const [first, ...others] = all;
    if (first !== undefined)
        return (0,problem/* mistaken */.R3)(first, ...others);
    const run = metaRunOf(value);
    return (0,problem/* parsed */.Yz)(withDeployEdges({ states, initial: states[0] ?? DEFAULT_MACHINE.initial, edges: edgesOf(value), ...(run === undefined ? {} : { run }), source: file }));
}
function statesOf({ states }) {
    if (states === undefined)
        return DEFAULT_MACHINE.states;
    const names = states.map((one) => (typeof one === 'string' ? one : one.name));
    // A task without a label is in the first state of all, whether the file names it or not (SPEC A1).
    return names.includes(DEFAULT_MACHINE.initial) ? [DEFAULT_MACHINE.initial, ...names.filter((name) => name !== DEFAULT_MACHINE.initial)] : [DEFAULT_MACHINE.initial, ...names];
}
/** Transitions first; workflows that no transition names give an edge too. A file with neither keeps the built-in edges. */
function edgesOf({ transitions, workflows }) {
    if (transitions === undefined && workflows === undefined)
        return DEFAULT_MACHINE.edges;
    const edges = (transitions ?? []).map(({ from, to, via, name }) => ({ via: via === 'manual' ? name ?? 'manual' : via, from: typeof from === 'string' ? [from] : from, to }));
    for (const [via, { input_states: from, output_state: to }] of Object.entries(workflows ?? {})) {
        if (from !== undefined && to !== undefined && edges.every((edge) => edge.via !== via))
            edges.push({ via, from, to });
    }
    return merged(edges);
}
/** Edges of one name to one state are one edge from several states. */
function merged(edges) {
    return edges.reduce((done, edge) => {
        const same = done.find((one) => one.via === edge.via && one.to === edge.to);
        if (same === undefined)
            return [...done, edge];
        return done.map((one) => (one === same ? { ...one, from: [...new Set([...one.from, ...edge.from])] } : one));
    }, []);
}
function metaRunOf(file) {
    const run = file.meta_workflows?.run;
    if (run === undefined)
        return undefined;
    return {
        inputState: run.input_state ?? 'Validated',
        outputState: run.output_state ?? 'Deployed',
        subWorkflows: (run.sub_workflows ?? []).map((one) => (typeof one === 'string' ? one : one.workflow)),
        mode: run.orchestration?.mode ?? 'sequential',
        stopOnError: run.orchestration?.stop_on_error ?? true,
    };
}
function stateProblems(file, states, locate) {
    const known = [...states, 'Deployed', 'Done'];
    const unknown = (state, path) => {
        if (known.includes(state))
            return [];
        const near = (0,nearest/* nearest */.pA)(state, known);
        return [{ code: 'config.unknown-state', what: 'there is no such state', value: state, place: locate(path), remedy: near === undefined ? 'Add it to `states`.' : `Did you mean \`${near}\`?` }];
    };
    const seen = new Set();
    const twice = (file.states ?? []).flatMap((one, index) => {
        const name = typeof one === 'string' ? one : one.name;
        const place = locate(['states', index]);
        const again = seen.has(name);
        seen.add(name);
        return again ? [{ code: 'config.duplicate-state', what: 'this state is named twice', value: name, place, remedy: 'Keep one of them.' }] : [];
    });
    const edges = (file.transitions ?? []).flatMap(({ from, to }, index) => [
        ...(typeof from === 'string' ? unknown(from, ['transitions', index, 'from']) : from.flatMap((state, at) => unknown(state, ['transitions', index, 'from', at]))),
        ...unknown(to, ['transitions', index, 'to']),
    ]);
    const run = file.meta_workflows?.run;
    const meta = ['input_state', 'output_state'].flatMap((key) => (run?.[key] === undefined ? [] : unknown(run[key], ['meta_workflows', 'run', key])));
    return [...twice, ...edges, ...meta];
}

;// CONCATENATED MODULE: ./build/src/compose.js
// The composition: the only place that constructs adapters. Loaded by main.ts once there is an intent worth it.



















/** Reads the user's files and wires everything up. Throws ConfigError with every mistake of every file at once. */
async function compose(options) {
    const { intent, console, signal, env, mask } = options;
    const clock = systemClock();
    const repository = await openRepository(openGit((0,external_node_path_.resolve)(intent.workingDirectory)), (root) => openGit(root));
    const git = openGit(repository.root);
    const files = filesIn(repository.root);
    const { settings, machine } = await readUserFiles(intent, files);
    const service = chooseService(settings, intent.service);
    const running = programs();
    const at = (path) => (0,external_node_path_.resolve)(repository.root, path);
    const store = ociLayout(at(service.artifact.store));
    const artifactKey = { private: at(service.artifact.key.private), public: at(service.artifact.key.public) };
    const github = await gitHubFor(settings, { token: intent.githubToken, env, clock });
    const ledgerGitHub = settings.ledger.store === 'github' ? github?.connected : undefined;
    const tasksGitHub = settings.tasks.store === 'github' ? github?.connected : undefined;
    const event = tasksGitHub === undefined ? undefined : await github?.readEvent();
    const started = await localRun(options.runId ?? runIdOf(env), clock.now());
    return {
        intent,
        settings,
        machine,
        service,
        actor: intent.actor ?? env['GITHUB_ACTOR'] ?? (await gitUser(repository, git)),
        run: withGitHub(started, env),
        signal,
        mask,
        clock,
        console,
        files,
        host: localHost(env),
        repository,
        programs: running,
        ledger: ledgerGitHub === undefined ? openGitLedger(git, settings.ledger.namespace) : ledgerGitHub.ledger(settings.ledger.namespace),
        runs: ledgerGitHub === undefined ? localRunProbe() : ledgerGitHub.runs(localRunProbe()),
        ...(tasksGitHub === undefined
            ? { tasks: new BacklogTasks({ root: repository.root, directory: settings.tasks.directory }) }
            : { tasks: tasksGitHub.tasks, approvals: tasksGitHub.approvals, ...(event === undefined ? {} : { event }) }),
        prober: prober({ clock, programs: running, cwd: repository.root }),
        chain: { packer: store, store, custodian: localCustodian({ store, key: artifactKey, programs: running, name: service.name, signal }) },
        target: (of, environment) => processTarget({
            settings: { ...environment.target, directory: at(environment.target.directory) },
            root: repository.root,
            service: of.name,
            environment: environment.name,
            store,
            supervisorScript: supervisorScript(),
            clock,
            latencyBoundsMs: environment.judge.latencyBoundsMs,
        }),
    };
}
/** GitHub's adapters, loaded only where a setting asks for them. */
async function gitHubFor(settings, options) {
    if (settings.ledger.store !== 'github' && settings.tasks.store !== 'github')
        return undefined;
    const [{ connectGitHub }, { eventIn }] = await Promise.all([__webpack_require__.e(/* import() */ 736).then(__webpack_require__.bind(__webpack_require__, 9736)), __webpack_require__.e(/* import() */ 279).then(__webpack_require__.bind(__webpack_require__, 8279))]);
    return { connected: connectGitHub(options), readEvent: () => eventIn(options.env) };
}
/** Beside the bundle in dist, beside the sources in a checkout. */
function supervisorScript() {
    const here = (0,external_node_url_.fileURLToPath)(import.meta.url);
    return here.endsWith('.ts') ? (0,external_node_path_.join)((0,external_node_path_.dirname)(here), 'supervisor.ts') : (0,external_node_path_.join)((0,external_node_path_.dirname)(here), '..', 'supervisor', 'index.js');
}
async function readUserFiles(intent, files) {
    const problems = [];
    const text = await files.read(intent.config);
    if (text === undefined) {
        throw new errors/* ConfigError */.xL([missingOperate(intent.config)]);
    }
    const settings = parseOperate(text, intent.config);
    if (!settings.ok)
        problems.push(...settings.problems);
    const machine = await readMachine(files);
    if (!machine.ok)
        problems.push(...machine.problems);
    const [first, ...others] = problems;
    if (!settings.ok || !machine.ok) {
        if (first === undefined)
            throw new Error('a parser refused without a problem');
        throw new errors/* ConfigError */.xL([first, ...others]);
    }
    return { settings: settings.value, machine: machine.value };
}
async function readMachine(files) {
    for (const path of WORKFLOW_PATHS) {
        const text = await files.read(path);
        if (text !== undefined)
            return parseWorkflow(text, path);
    }
    return parseWorkflow(undefined, 'built in');
}
function chooseService(settings, name) {
    const { services } = settings;
    const [only, ...others] = services;
    if (name === undefined && others.length === 0)
        return only;
    const found = services.find((service) => service.name === name);
    if (found !== undefined)
        return found;
    const names = services.map((service) => service.name).join(', ');
    throw new errors/* ConfigError */.xL([
        {
            code: name === undefined ? 'input.service-needed' : 'input.unknown-service',
            what: name === undefined ? `${settings.source} names several services and none was chosen` : `${settings.source} has no such service`,
            ...(name === undefined ? {} : { value: name }),
            remedy: `Give --service with one of: ${names}.`,
        },
    ]);
}
async function gitUser(repository, git) {
    try {
        const name = (await git.text(['config', '--get', 'user.name'])).trim();
        if (name !== '')
            return name;
    }
    catch (error) {
        // An unset name is an exit code; anything else will show itself at the next call.
        if (!(error instanceof errors/* AdapterError */.om))
            throw error;
    }
    return process.env['USER'] ?? `someone in ${repository.root}`;
}
/** Two jobs of one workflow run are two runs for the ledger, so the run's number alone is not enough. */
function runIdOf(env) {
    const { GITHUB_RUN_ID: run, GITHUB_JOB: job } = env;
    return run === undefined ? `local-${(0,external_node_crypto_.randomUUID)()}` : `gh-${run}-${job ?? 'job'}-${(0,external_node_crypto_.randomUUID)()}`;
}
function withGitHub(run, env) {
    const { GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ATTEMPT: attempt } = env;
    if (id === undefined || server === undefined || repository === undefined)
        return run;
    return { ...run, attempt: Number(attempt ?? '1'), url: `${server}/${repository}/actions/runs/${id}` };
}

;// CONCATENATED MODULE: ./build/src/domain/records/json-text.js
// JSON as it is written to files: the same value gives the same bytes, and nothing in it can act on whoever looks at it.
/** Characters that a terminal, an editor or a line reader may act on; JSON has an escape for each. */
const ACTIVE = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** A whole file: indented by two blanks, ending in a newline. */
function jsonFile(value, mask) {
    return `${inert(JSON.stringify(value, masking(mask), 2))}\n`;
}
/** One line of JSONL with its newline; a line break inside a value cannot start another line (SPEC I1). */
function jsonLine(value, mask) {
    return `${inert(JSON.stringify(value, masking(mask)))}\n`;
}
function masking(mask) {
    return (_key, value) => (typeof value === 'string' ? mask(value) : value);
}
function inert(json) {
    return json.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
/** ISO 8601 in UTC with milliseconds, from epoch milliseconds. */
function isoTime(at) {
    return new Date(at).toISOString();
}

// EXTERNAL MODULE: ./build/src/domain/ledger/sha256.js
var sha256 = __webpack_require__(8191);
;// CONCATENATED MODULE: ./build/src/domain/records/paths.js

const RECORDS = 'deploy/records';
/** What runs where, over all services and environments. */
const REGISTRY_PATH = `${RECORDS}/registry.json`;
/** Events, one JSON object a line (SPEC I1). */
const EVENTS_PATH = '.flowspec/events.jsonl';
/** What is live in an environment. */
function deploymentManifestPath(key) {
    return `${folderOf(key)}/deployment-manifest.json`;
}
/** What to go back to, and how. */
function rollbackManifestPath(key) {
    return `${folderOf(key)}/rollback-manifest.json`;
}
/** How the last rollout of an environment was judged. */
function healthReportPath(key) {
    return `${folderOf(key)}/health-report.json`;
}
/** The readable log of everything deployed for a feature (SPEC F3). */
function deployLogPath(feature) {
    return `.logs/deployment/${pathPart(feature)}-deploy.log`;
}
/** The service's runbook (SPEC H1). */
function runbookPath(feature) {
    return `docs/runbooks/${pathPart(feature)}-runbook.md`;
}
/** The postmortem draft of one rollback; the same deployment always has the same file. `at` in epoch milliseconds, the day is in UTC. */
function incidentPath(key, options) {
    return `docs/incidents/${dayOf(options.at)}-${pathPart(key.service)}-${pathPart(key.environment)}-${pathPart(options.deployment.toLowerCase())}.md`;
}
/** The changelog of the repository, or of one of its services. */
function changelogPath(service, services) {
    return services === 1 ? 'CHANGELOG.md' : `docs/changelog/${pathPart(service)}.md`;
}
/** `2026-11-21`, in UTC. */
function dayOf(at) {
    return new Date(at).toISOString().slice(0, 10);
}
function folderOf(key) {
    return `${RECORDS}/${pathPart(key.service)}/${pathPart(key.environment)}`;
}
const paths_PLAIN = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?$/;
/**
 * A name as one part of a path. A plain one stands as it is; of any other the readable rest stands before 12 hex digits of its
 * SHA-256, so that no two names share a file and none can leave its folder (FAULTS M01).
 */
function pathPart(name) {
    if (paths_PLAIN.test(name))
        return name;
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '');
    return `${slug === '' ? 'x' : slug}-${(0,sha256/* sha256Hex */.f)(new TextEncoder().encode(name.normalize('NFC'))).slice(0, 12)}`;
}

;// CONCATENATED MODULE: ./build/src/domain/records/release-tag.js



/** `v1.4.0`, or `shop-v1.4.0` where several services share a repository. */
function tagName(version, service, services) {
    return services === 1 ? `v${version}` : `${pathPart(service)}-v${version}`;
}
/** What the tag says: one fact a line in the form of git trailers, so that `git for-each-ref --format='%(contents:trailers)'` reads them. */
function tagMessage(key, deployment) {
    const facts = [
        ['Service', key.service],
        ['Environment', key.environment],
        ['Digest', deployment.digest],
        ['Deployment', deployment.id],
        ['Commit', deployment.commit],
        ['Task', deployment.task],
        ['Deployed-By', deployment.actor],
        ['Verified-At', deployment.endedAt === undefined ? undefined : isoTime(deployment.endedAt)],
    ];
    const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${inertLine(value, 200)}`]));
    return `${inertLine(`${key.service} ${deployment.version}`, 200)}\n\n${lines.join('\n')}\n`;
}

;// CONCATENATED MODULE: ./build/src/domain/records/version.js
// The name of a release: what people call the digest.
/**
 * A name that is legal in a git tag (git-check-ref-format), an OCI annotation, a file name and on a command line. It becomes part of
 * all of them.
 */
const VERSION = /^[0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?$/;
/** Whether a text can be the version of a release. */
function isVersion(text) {
    return VERSION.test(text) && !text.includes('..') && !text.toLowerCase().endsWith('.lock');
}
/**
 * The version of a release from a commit: the input, which was checked where it was read; or the tag that names exactly this commit
 * (`v1.4.0` gives `1.4.0`); or the version of package.json with the short commit, because many commits share it; or the short commit
 * alone. A tag or a package version that cannot be one is left out.
 */
function releaseVersion(facts) {
    if (facts.input !== undefined)
        return facts.input;
    const tagged = facts.tag?.replace(/^v(?=\d)/, '');
    if (tagged !== undefined && isVersion(tagged))
        return tagged;
    const short = facts.commit.slice(0, 12);
    const base = facts.packageVersion !== undefined && facts.packageVersion.length < 100 && isVersion(facts.packageVersion) ? facts.packageVersion : '0.0.0';
    // Build metadata begins with `+` once; a version that has some already is extended with a dot (semver 2.0.0, section 10).
    return `${base}${base.includes('+') ? '.' : '+'}${short}`;
}

;// CONCATENATED MODULE: ./build/src/domain/task/constitution.js
const CONSTITUTION_PATH = 'memory/constitution.md';
const LIGHT_MODE_PATH = '.flowspec-light-mode';
const TIERS = ['Light', 'Medium', 'Heavy'];
const TIER_LINE = /\bTIER\*{0,2}[ \t]{0,10}:\*{0,2}[ \t]{0,10}([A-Za-z]{1,20})/;
const MARKER = /NEEDS_VALIDATION[ \t]{0,10}(?::([^\n]{0,200}))?/g;
/** Reads tier (Medium when not said; the strictest when said twice) and markers; undefined text is a missing file. */
function readConstitution(text) {
    if (text === undefined)
        return { kind: 'missing' };
    const lines = text.split(/\r?\n/);
    const written = lines.flatMap((line) => TIER_LINE.exec(line.slice(0, 1000))?.[1] ?? []);
    const known = written.map((word) => TIERS.find((tier) => tier.toLowerCase() === word.toLowerCase()));
    const unknownTier = written.find((_, index) => known[index] === undefined);
    const tier = unknownTier !== undefined ? 'Heavy' : TIERS.findLast((one) => known.includes(one)) ?? 'Medium';
    const unvalidated = lines.flatMap((line, index) => [...line.slice(0, 10_000).matchAll(MARKER)].map(([, name = '']) => constitution_cleaned(name) || `line ${index + 1}`));
    return { kind: 'read', tier, ...(unknownTier === undefined ? {} : { unknownTier }), unvalidated };
}
function constitution_cleaned(name) {
    const end = name.search(/-->|NEEDS_VALIDATION|\]/);
    return (end < 0 ? name : name.slice(0, end)).trim();
}
/** Missing: warn. Light: warn. Medium: stop unless confirmed. Heavy: stop. `skip-validation` lets every tier through, recorded. */
function decideConstitution(constitution, options) {
    const row = { name: 'constitution', group: 'constitution' };
    const light = options.lightMode ? '; light mode' : '';
    if (constitution.kind === 'missing') {
        return { check: { ...row, verdict: 'warn', detail: `there is no ${CONSTITUTION_PATH}${light}`, remedy: `Write ${CONSTITUTION_PATH} with a line \`TIER: Light\`, \`TIER: Medium\` or \`TIER: Heavy\`.` } };
    }
    const { tier, unknownTier, unvalidated } = constitution;
    const named = `tier ${tier}${unknownTier === undefined ? '' : ` (assumed: \`${unknownTier}\` is no tier)`}${light}`;
    if (unvalidated.length === 0)
        return { check: { ...row, verdict: unknownTier === undefined ? 'pass' : 'warn', detail: `${named}; every part is validated`, ...(unknownTier === undefined ? {} : { remedy: TIER_REMEDY }) } };
    const parts = unvalidated.length === 1 ? '1 part' : `${unvalidated.length} parts`;
    const detail = `${named}; ${parts} not validated: ${unvalidated.slice(0, 10).join(', ')}${unvalidated.length > 10 ? ', ...' : ''}`;
    if (tier === 'Light')
        return { check: { ...row, verdict: 'warn', detail, remedy: `Validate them in ${CONSTITUTION_PATH}.` } };
    if (options.skipValidation)
        return { check: { ...row, verdict: 'skipped', detail: `${detail}; bypassed with skip-validation` }, override: 'skip-validation' };
    if (tier === 'Heavy')
        return { check: { ...row, verdict: 'fail', detail, remedy: `${unknownTier === undefined ? '' : `${TIER_REMEDY} `}Validate them in ${CONSTITUTION_PATH} and remove the markers; \`skip-validation\` with a \`reason\` bypasses this and is recorded.` } };
    if (options.confirmUnvalidated)
        return { check: { ...row, verdict: 'warn', detail: `${detail}; confirmed with confirm-unvalidated` }, override: 'confirm-unvalidated' };
    return { check: { ...row, verdict: 'fail', detail, remedy: `Validate them in ${CONSTITUTION_PATH}, or confirm them with \`confirm-unvalidated: true\`.` } };
}
const TIER_REMEDY = 'Write `TIER: Light`, `TIER: Medium` or `TIER: Heavy`.';

;// CONCATENATED MODULE: ./build/src/domain/task/find.js
// Which task a run is about, in the order of SPEC A6. Everything here came from outside and names a task only when it parses as one.

/** Every candidate, each id once, the most trustworthy source first. Several from one source are for the caller to refuse. */
function taskCandidates(sources) {
    const found = [
        ...ids(sources.input === undefined ? [] : [sources.input]).map((id) => ({ id, from: 'input' })),
        ...ids(sources.event ?? []).map((id) => ({ id, from: 'event' })),
        ...ids(sources.branch === undefined ? [] : idsOfBranch(sources.branch)).map((id) => ({ id, from: 'branch' })),
        ...ids((sources.messages ?? []).flatMap(idsOfMessage)).map((id) => ({ id, from: 'commit' })),
    ];
    return found.filter((candidate, index) => found.findIndex((other) => other.id === candidate.id) === index);
}
/** The candidates of the first source that names any: one is the task, several are ambiguous. */
function firstCandidates(sources) {
    const all = taskCandidates(sources);
    const [first] = all;
    return all.filter((candidate) => candidate.from === first?.from);
}
function ids(texts) {
    return texts.flatMap((text) => {
        const id = (0,task_id/* parseTaskId */.i)(text);
        return id.ok ? [id.value] : [];
    });
}
const BRANCH_PART = /^(task-\d{1,9}(?:\.\d{1,4}){0,4})(?=$|[-_])/i;
const ISSUE_BRANCH = /^(\d{1,9})-/;
/** `task-42-short-title`, `feature/task-42`, and `17-title` as GitHub names branches made from an issue. */
function idsOfBranch(branch) {
    const parts = branch.slice(0, 500).split('/');
    const named = parts.flatMap((part) => BRANCH_PART.exec(part)?.[1] ?? []);
    if (named.length > 0)
        return named;
    return parts.slice(-1).flatMap((part) => ISSUE_BRANCH.exec(part)?.[1] ?? []).map((number) => `#${number}`);
}
const TRAILER = /^(?:task|task-id|refs|closes|fixes|resolves)(?::[ \t]*|[ \t]+)(.*)$/i;
const SUBJECT = /^(task-\d{1,9}(?:\.\d{1,4}){0,4})(?=[: ])/i;
/** `Task: task-42`, `Refs: task-42, #17`, `Closes #17`, and a subject that begins with `task-42:`. */
function idsOfMessage(message) {
    const lines = message.slice(0, 20_000).split(/\r?\n/);
    const subject = lines.slice(0, 1).flatMap((line) => SUBJECT.exec(line)?.[1] ?? []);
    const trailers = lines.flatMap((line) => TRAILER.exec(line.slice(0, 500))?.[1] ?? []).flatMap((names) => names.split(/[,\s]+/));
    // A bare number after `Refs:` may be anything.
    return [...subject, ...trailers.filter((name) => name.startsWith('#') || name.includes('-'))];
}

;// CONCATENATED MODULE: ./build/src/domain/task/task.js
const STATE_LABEL_PREFIX = 'workflow:';

;// CONCATENATED MODULE: ./build/src/domain/task/state.js

/** The label of a state, exactly as it is written: `workflow:In Implementation` (SPEC A1). */
function labelOf(state) {
    return `${STATE_LABEL_PREFIX}${state}`;
}
/** The workflow labels of a task, each once. */
function workflowLabels(labels) {
    return [...new Set(labels.filter((label) => label.startsWith(STATE_LABEL_PREFIX)))];
}
/** Reads the state off the labels by exact comparison; without a workflow label a task is in the initial state. */
function state_stateOf(task, machine) {
    const labels = workflowLabels(task.labels);
    const [only] = labels;
    if (only === undefined)
        return { kind: 'state', state: machine.initial };
    if (labels.length > 1)
        return { kind: 'ambiguous', labels };
    const state = machine.states.find((name) => labelOf(name) === only);
    return state === undefined ? { kind: 'unknown', label: only } : { kind: 'state', state };
}

;// CONCATENATED MODULE: ./build/src/domain/task/label-move.js
// Changing the one workflow label of a task in steps that may each be repeated (SPEC A4, A7).

/**
 * The steps that are left of a move: the new label is added before the old one is removed, so a task never has none, and only the
 * label of the state that was left is removed. An `Edge` is a move; after a bypass `from` is the state the task really was in.
 */
function labelMove(labels, move) {
    const to = labelOf(move.to);
    const left = move.from.map(labelOf).filter((label) => label !== to && labels.includes(label));
    return [...(labels.includes(to) ? [] : [{ kind: 'add', label: to }]), ...left.map((label) => ({ kind: 'remove', label }))];
}
/** The labels after some steps; steps already done change nothing. */
function afterSteps(labels, steps) {
    return steps.reduce((now, { kind, label }) => {
        if (kind === 'remove')
            return now.filter((one) => one !== label);
        return now.includes(label) ? now : [...now, label];
    }, labels);
}
/**
 * Finishes a move that was cut off between adding and removing: `truth` is the state that the ledger proves. Undefined when the labels
 * are not the two ends of one edge, because then nobody but a person can tell.
 */
function repairMove(labels, machine, truth) {
    const [first, second, ...more] = workflowLabels(labels);
    if (first === undefined || second === undefined || more.length > 0)
        return undefined;
    const kept = labelOf(truth);
    const stale = first === kept ? second : first;
    if (first !== kept && second !== kept)
        return undefined;
    const isEdge = machine.edges.some(({ from, to }) => (to === truth && from.map(labelOf).includes(stale)) || (labelOf(to) === stale && from.includes(truth)));
    return isEdge ? [{ kind: 'remove', label: stale }] : undefined;
}

;// CONCATENATED MODULE: ./build/src/domain/task/transitions.js
// Which edges may be walked from where, and what a refusal says (SPEC A2, A3, A4).



/** The edge that a workflow command walks; undefined when the machine has none of that name. */
function edgeOf(machine, via) {
    return machine.edges.find((edge) => edge.via === via);
}
/** What may be done from a state: the names of its edges. */
function validFrom(machine, state) {
    return [...new Set(machine.edges.filter((edge) => edge.from.includes(state)).map((edge) => edge.via))];
}
const BYPASS = 'To go on anyway give `skip-state-check` with a `reason`: it is recorded in the ledger and shown in the report.';
/** Whether a workflow command (`operate`, `rollback`, `complete_from_deployed`) may run for a task in this state. */
function mayRun(via, state, machine) {
    const edges = machine.edges.filter((edge) => edge.via === via);
    const required = [...new Set(edges.flatMap((edge) => edge.from))];
    if (state.kind === 'ambiguous') {
        const current = state.labels.join(', ');
        return {
            kind: 'refused',
            code: 'ambiguous_state',
            current,
            required,
            valid: [],
            message: `the task has ${state.labels.length} workflow labels: ${current}; exactly one is allowed`,
            remedy: `Remove all but the true one; \`status\` shows which one the ledger supports. ${BYPASS}`,
        };
    }
    if (state.kind === 'unknown') {
        const near = (0,nearest/* nearest */.pA)(state.label.slice(STATE_LABEL_PREFIX.length), machine.states);
        const hint = near === undefined ? `States are ${machine.states.join(', ')}.` : `Did you mean \`${labelOf(near)}\`? Labels are compared exactly.`;
        return {
            kind: 'refused',
            code: 'wrong_state',
            current: state.label,
            required,
            valid: [],
            message: `the label ${state.label} names no state of ${machine.source}; ${via} needs ${orList(required.map(labelOf))}`,
            remedy: `${hint} ${BYPASS}`,
        };
    }
    const edge = edges.find((one) => one.from.includes(state.state));
    if (edge !== undefined)
        return { kind: 'ok', edge, from: state.state };
    const valid = validFrom(machine, state.state);
    return {
        kind: 'refused',
        code: 'wrong_state',
        current: state.state,
        required,
        valid,
        message: `the task is ${state.state}; ${via} needs ${orList(required)}`,
        remedy: `From ${state.state} these are valid: ${valid.length === 0 ? 'none' : valid.join(', ')}. ${BYPASS}`,
    };
}
function orList(words) {
    return words.length === 0 ? 'a state machine that has such an edge' : words.join(' or ');
}

;// CONCATENATED MODULE: ./build/src/context.js
/** A question, a plan or a validation: label, ledger, target and files stay as they are. */
function changesNothing({ intent }) {
    return intent.dryRun || intent.validateOnly || intent.command === 'gate' || intent.command === 'status' || intent.command === 'verify';
}

// EXTERNAL MODULE: ./build/src/domain/ledger/entry.js
var entry = __webpack_require__(1650);
// EXTERNAL MODULE: ./build/src/domain/ledger/lease.js
var ledger_lease = __webpack_require__(6536);
;// CONCATENATED MODULE: ./build/src/domain/ledger/fold.js
// The state of an environment is what its events fold into, and nothing else: whoever has the entries can check it.


/** Ended deployments kept in the state; older ones are in the history. */
const DEPLOYMENTS_KEPT = 20;
/** Overrides kept in the state: anyone may record one, so they must not grow without limit. */
const OVERRIDES_KEPT = 20;
/** Packaged artifacts kept in the state. */
const PACKAGED_KEPT = 20;
/** The state before the first entry. */
const emptyState = { deployments: [], quarantine: [], overrides: [] };
/** The state after an event. Total: an event that does not fit the state (a progress without a rollout) changes nothing. */
function fold_fold(state, event, context) {
    return renew(apply(state, event, context), context);
}
/** Whatever the owner writes shows that it lives. A foreign entry never renews, and no entry shortens a lease. */
function renew(state, context) {
    const { lease } = state;
    if (lease === undefined || context.renewUntil === undefined || !(0,ledger_lease/* isSameRun */.Mf)(lease.owner, context.run))
        return state;
    return { ...state, lease: { ...lease, expiresAt: Math.max(lease.expiresAt, context.renewUntil) } };
}
function apply(state, event, context) {
    switch (event.kind) {
        case 'lease-taken':
            return takeLease(state, event, context);
        case 'lease-renewed':
            return state;
        case 'lease-released':
        case 'lease-broken':
            return withoutLease(state);
        case 'rollout-began':
            return { ...closeCurrent(state, 'failed', context.at), current: { deployment: event.deployment, rollout: event.rollout } };
        case 'effect-began':
            return state.current === undefined ? state : { ...state, current: { deployment: state.current.deployment, rollout: event.rollout, effect: event.effect } };
        case 'progressed':
            return state.current === undefined ? state : { ...state, current: { deployment: state.current.deployment, rollout: event.rollout } };
        case 'rollout-ended':
            if (state.current === undefined)
                return state;
            return closeCurrent({ ...state, current: { ...state.current, rollout: event.rollout } }, event.outcome, event.at);
        case 'abort-requested':
            return { ...state, abort: { actor: event.actor, reason: event.reason } };
        case 'overridden':
            return { ...state, overrides: [...state.overrides, event.override].slice(-OVERRIDES_KEPT) };
        case 'quarantined':
            return { ...state, quarantine: [...state.quarantine.filter((one) => one.digest !== event.quarantine.digest), event.quarantine] };
        case 'quarantine-lifted':
            return { ...state, quarantine: state.quarantine.filter((one) => one.digest !== event.digest) };
        case 'packaged':
            return { ...state, packaged: [event.packaged, ...(state.packaged ?? [])].slice(0, PACKAGED_KEPT) };
        case 'finalized':
            return {
                ...state,
                finalized: {
                    deployment: event.deployment,
                    ...(event.tag === undefined ? {} : { tag: event.tag }),
                    ...(event.label === undefined ? {} : { label: event.label }),
                },
            };
        default:
            return (0,problem/* assertNever */.xb)(event);
    }
}
/**
 * A new owner starts with a clean slate, unless a rollout was left behind: then the abort asked of its former owner still
 * counts, and so do the overrides that rollout began with.
 */
function takeLease(state, event, context) {
    const lease = { owner: event.owner, fence: context.height, expiresAt: event.expiresAt, since: context.at };
    if (state.current !== undefined)
        return { ...state, lease };
    const { abort: _abort, ...others } = state;
    return { ...others, overrides: [], lease };
}
/** A rollout left behind keeps the abort asked of it. */
function withoutLease(state) {
    const { lease: _lease, abort, ...others } = state;
    return state.current === undefined || abort === undefined ? others : { ...others, abort };
}
/** Every deployment that began ends in the list (FAULTS I7), the one in progress too when another takes its place. */
function closeCurrent(state, outcome, at) {
    const { current, abort, ...others } = state;
    if (current === undefined)
        return abort === undefined ? others : { ...others, abort };
    const { rollout } = current;
    const ended = {
        ...current.deployment,
        outcome,
        endedAt: at,
        touched: rollout.touched,
        ...(rollout.cause === undefined ? {} : { cause: rollout.cause }),
    };
    return {
        ...others,
        deployments: [ended, ...state.deployments].slice(0, DEPLOYMENTS_KEPT),
        ...(outcome === 'verified' ? { live: ended } : {}),
    };
}

// EXTERNAL MODULE: ./build/src/domain/ledger/shape.js
var shape = __webpack_require__(8231);
;// CONCATENATED MODULE: ./build/src/domain/ledger/chain.js




/** Checks a whole chain, newest entry first as `history` gives it. An empty list: every entry follows from the one before it. */
function verifyChain(heads) {
    const oldestFirst = heads.toReversed();
    const parents = [undefined, ...oldestFirst];
    return oldestFirst.flatMap((head, index) => {
        const parent = parents[index];
        return verifyLink(head.entry, parent?.entry).map((what) => ({ oid: head.oid, height: head.entry.height, what }));
    });
}
/** Checks one entry against the one before it (undefined: it is the first). */
function verifyLink(entry, parent) {
    const before = parent?.state ?? emptyState;
    const expected = (parent?.height ?? 0) + 1;
    const findings = [];
    if (entry.height !== expected)
        findings.push(`has height ${entry.height}, the chain is ${expected} long here`);
    if (parent !== undefined && !(0,ledger_ref/* isSameLedger */.wu)(entry.key, parent.key)) {
        findings.push(`belongs to ${(0,ledger_ref/* nameLedger */.Vf)(entry.key)}, the entry before it to ${(0,ledger_ref/* nameLedger */.Vf)(parent.key)}`);
    }
    // Entries do not say their fence: whoever is the owner at that moment writes with the present one.
    const refusal = (0,ledger_lease/* mayAppend */.wy)(before, entry.event, { run: entry.run, fence: before.lease?.fence, at: entry.at });
    if (refusal !== undefined)
        findings.push(`must not have been written: ${refusal.sentence}`);
    if (!isSameJson(entry.state, stateAfter(before, entry)))
        findings.push('says a state that does not follow from what happened');
    return findings;
}
function stateAfter(before, entry) {
    const { height, at, run, renewUntil } = entry;
    return fold_fold(before, entry.event, { height, at, run, ...(renewUntil === undefined ? {} : { renewUntil }) });
}
/** Equality of JSON values, whatever the order of keys. */
function isSameJson(a, b) {
    if (Array.isArray(a))
        return Array.isArray(b) && a.length === b.length && a.every((element, index) => isSameJson(element, b[index]));
    if (!(0,shape/* isRecord */.u4)(a))
        return a === b;
    if (!(0,shape/* isRecord */.u4)(b))
        return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]));
}

;// CONCATENATED MODULE: ./build/src/session.js
// Holding one environment: the lease is taken, everything is written by compare-and-swap on top of the last entry seen, and
// nothing is written once the lease is not ours any more. What may be written, and by whom, is decided in domain/ledger.






const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** Lost races in a row after which something else than a race must be wrong. */
const CONFLICT_LIMIT = 100;
/**
 * Takes the lock of an environment. Waits while someone else holds it; after `lockTimeoutMs` throws `lock_timeout` with nothing
 * changed, and StoppedError `cancelled` when the signal is aborted first.
 */
async function openSession(options) {
    const deadline = options.clock.now() + options.lockTimeoutMs;
    let told;
    for (let round = 0, wait = FIRST_WAIT_MS;; round += 1, wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        stopIfAborted(options.signal);
        const head = await options.store.read(options.key);
        const state = head?.entry.state ?? emptyState;
        const decision = await decide(options, state);
        if (decision.kind !== 'wait') {
            const taken = await take(options, head, decision);
            if (taken !== undefined)
                return new OpenSession(options, taken);
            // Someone was faster; whoever it was is the next thing to look at, so there is nothing to wait for.
            if (round < CONFLICT_LIMIT)
                continue;
            throw new errors/* OperateError */.pD({ code: 'lock_timeout', message: `${(0,ledger_ref/* nameLedger */.Vf)(options.key)} changed under every attempt to take its lock`, remedy: 'Run the same command again.' });
        }
        const { sentence, remedy } = decision;
        if (sentence !== told)
            options.onWait(sentence);
        told = sentence;
        const left = deadline - options.clock.now();
        if (left <= 0) {
            throw new errors/* OperateError */.pD({ code: 'lock_timeout', message: `The lock of ${(0,ledger_ref/* nameLedger */.Vf)(options.key)} could not be had within ${options.lockTimeoutMs / 1000} s. ${sentence}`, remedy });
        }
        await sleep(options, Math.min(wait, left));
    }
}
/** Appends an event that needs no lease, on top of whatever others write meanwhile. */
async function appendFreely(options, event) {
    for (let round = 0; round < CONFLICT_LIMIT; round += 1) {
        const head = await options.store.read(options.key);
        const at = options.clock.now();
        const refusal = (0,ledger_lease/* mayAppend */.wy)(head?.entry.state ?? emptyState, event, { run: options.run, fence: undefined, at });
        if (refusal !== undefined)
            throw new errors/* OperateError */.pD({ code: refusal.code, message: refusal.sentence });
        const entry = entryOn(options, head, { event, at });
        const appended = await options.store.append(entry, head?.oid, { commit: options.commit });
        if (appended.kind === 'appended')
            return appended.head;
    }
    throw new errors/* OperateError */.pD({ code: 'lock_conflict', message: `${(0,ledger_ref/* nameLedger */.Vf)(options.key)} changed under every attempt to write to it`, remedy: 'Run the same command again.' });
}
function entryOn(options, parent, what) {
    const { key, run, actor } = options;
    const height = (parent?.entry.height ?? 0) + 1;
    const state = fold_fold(parent?.entry.state ?? emptyState, what.event, { height, run, at: what.at, ...(what.renewUntil === undefined ? {} : { renewUntil: what.renewUntil }) });
    return { schema: entry/* LEDGER_SCHEMA */.s, key, height, actor, run, ...what, state };
}
async function decide(options, state) {
    const { clock, run, probe } = options;
    const owner = state.lease?.owner;
    // Time is taken before the probe, so that an answer never counts for a lease that expired only while it was fetched.
    const now = clock.now();
    const ownerState = owner !== undefined && (0,ledger_lease/* needsProbe */.UL)(state, run, now) ? await probe.state(owner) : undefined;
    return (0,ledger_lease/* decideLease */.rf)(state, run, now, ownerState);
}
async function take(options, head, decision) {
    const at = options.clock.now();
    const expiresAt = at + options.leaseSeconds * 1000;
    const from = decision.kind === 'take' ? {} : { from: decision.from };
    const entry = entryOn(options, head, { event: { kind: 'lease-taken', owner: options.run, expiresAt, ...from }, at });
    const appended = await options.store.append(entry, head?.oid, { commit: options.commit });
    return appended.kind === 'appended' ? appended.head : undefined;
}
async function sleep(options, ms) {
    try {
        await options.clock.sleep(ms, options.signal);
    }
    catch (error) {
        stopIfAborted(options.signal);
        throw error;
    }
}
function stopIfAborted(signal) {
    if (!signal.aborted)
        return;
    if (signal.reason instanceof errors/* OperateError */.pD)
        throw signal.reason;
    throw new errors/* StoppedError */.Ko({ code: 'cancelled', message: `Stopped while waiting for the lock: ${(0,errors/* messageOf */.bD)(signal.reason)}`, cause: signal.reason });
}
class OpenSession {
    fence;
    #options;
    #head;
    #over = false;
    #queue = Promise.resolve();
    constructor(options, taken) {
        this.#options = options;
        this.#head = taken;
        this.fence = taken.entry.height;
    }
    get head() {
        return this.#head;
    }
    get state() {
        return this.#head.entry.state;
    }
    append(event) {
        return this.#inTurn(() => this.#append(event));
    }
    refresh() {
        return this.#inTurn(() => this.#refresh({ kind: 'lease-renewed' }));
    }
    renew(rollout) {
        return this.#inTurn(() => this.#refresh({ kind: 'progressed', rollout }));
    }
    release() {
        return this.#inTurn(async () => {
            if (this.#over)
                return;
            try {
                await this.#append({ kind: 'lease-released' });
            }
            catch (error) {
                if (!(error instanceof errors/* StoppedError */.Ko && error.code === 'lock_lost'))
                    throw error;
            }
            this.#over = true;
        });
    }
    #inTurn(body) {
        const turn = this.#queue.then(body);
        this.#queue = turn.catch(() => undefined);
        return turn;
    }
    async #append(event) {
        const { store, clock, run, commit, leaseSeconds } = this.#options;
        for (let round = 0; round < CONFLICT_LIMIT; round += 1) {
            const at = clock.now();
            const refusal = this.#over ? { code: 'lock_lost', sentence: 'this run has given the lock back' } : (0,ledger_lease/* mayAppend */.wy)(this.state, event, { run, fence: this.fence, at });
            if (refusal?.code === 'lock_lost')
                throw this.#lost(refusal.sentence);
            if (refusal !== undefined)
                throw new errors/* OperateError */.pD({ code: refusal.code, message: refusal.sentence });
            const entry = entryOn(this.#options, this.#head, { event, at, renewUntil: at + leaseSeconds * 1000 });
            const appended = await store.append(entry, this.#head.oid, { commit });
            if (appended.kind === 'appended') {
                this.#head = appended.head;
                return this.state;
            }
            // Our entry may be there although the answer was lost: then it must not be written twice.
            const newer = await this.#catchUp();
            if (newer.some((head) => isSameJson(head.entry, entry)))
                return this.state;
        }
        throw new errors/* OperateError */.pD({ code: 'lock_conflict', message: `${(0,ledger_ref/* nameLedger */.Vf)(this.#options.key)} changed under every attempt to write to it` });
    }
    async #refresh(renewal) {
        if (this.#over)
            throw this.#lost('this run has given the lock back');
        await this.#catchUp();
        const { clock, leaseSeconds } = this.#options;
        const left = (this.state.lease?.expiresAt ?? 0) - clock.now();
        return left < leaseSeconds * 500 ? this.#append(renewal) : this.state;
    }
    /** Moves to the newest entry, provided that it grew out of the one last seen and the lease is still ours. */
    async #catchUp() {
        const { store, key, run } = this.#options;
        const newest = await store.read(key);
        if (newest === undefined)
            throw this.#lost('its ref is gone');
        if (newest.oid === this.#head.oid)
            return [];
        const newer = [];
        for await (const head of store.history(key)) {
            if (newer.length === 0 && !(0,ledger_lease/* holdsLease */.dY)(head.entry.state, run, this.fence)) {
                throw this.#lost(`entry ${head.entry.height}, by run ${head.entry.run.id}, says that it is not ours`);
            }
            if (head.oid === this.#head.oid) {
                this.#head = newer[0] ?? head;
                return newer;
            }
            if (head.entry.height <= this.#head.entry.height)
                break;
            newer.push(head);
        }
        throw this.#lost(`entry ${this.#head.entry.height}, which this run saw, is not in it any more`);
    }
    #lost(why) {
        return new errors/* StoppedError */.Ko({
            code: 'lock_lost',
            message: `The lock of ${(0,ledger_ref/* nameLedger */.Vf)(this.#options.key)} is lost: ${why}.`,
            remedy: 'Look at the ledger (docs/reference/ledger.md); the next run, or `reconcile`, goes on from it.',
        });
    }
}

// EXTERNAL MODULE: ./build/src/domain/task/authorization.js
var authorization = __webpack_require__(7247);
;// CONCATENATED MODULE: ./build/src/domain/report/reason.js
/** What the run decided, for machines. */
const DECISIONS = (/* unused pure expression or super */ null && (['deployed', 'promoted', 'packaged', 'verified', 'validated', 'planned', 'rolled_back', 'finalized', 'reconciled', 'reported', 'nothing_to_do', 'refused', 'failed']));
/** Every way a run can end: a closed list, public API. The sentence says what it means to a person. */
const REASONS = {
    ok: 'Everything asked for was done.',
    already_done: 'What was asked for is already so.',
    dry_run: 'The plan was printed; nothing was changed.',
    validate_only: 'The validation report was written; nothing was changed.',
    validation_failed: 'A prerequisite does not hold; nothing was changed.',
    awaiting_approval: 'Staging passed; production waits for someone to go on.',
    bad_input: 'Something given is wrong; nothing was changed.',
    task_not_found: 'The task could not be found.',
    wrong_state: 'The task is not in a state from which this command may run.',
    ambiguous_state: 'The task has more than one workflow label.',
    constitution_unvalidated: 'The constitution has unvalidated parts and its tier does not allow that.',
    tests_failed: 'A required check is not green.',
    artifact_missing: 'There is no artifact to deploy.',
    artifact_unsafe: 'The artifact holds something that must not be deployed.',
    build_failed: 'The build command failed.',
    digest_mismatch: 'Bytes do not match the digest they are known by.',
    attestation_missing: 'Something that must be proven about the artifact is not.',
    verification_failed: 'What is said about the artifact does not hold.',
    signing_failed: 'The statement could not be signed.',
    sbom_failed: 'The SBOM could not be made or is not bound to the artifact.',
    not_staged: 'This digest has not passed the environment before this one.',
    quarantined: 'This digest failed in production and is quarantined.',
    lock_conflict: 'Another run is changing this environment.',
    lock_timeout: 'Another run kept the lock for longer than this run may wait.',
    lock_lost: 'The lock was taken over or the ledger was changed by someone else.',
    ledger_unreadable: 'The ledger cannot be understood, so nothing may be decided from it.',
    ledger_unwritable: 'The ledger could not be written.',
    repository_unusable: 'The git repository cannot be used as it is.',
    ledger_newer_schema: 'The ledger was written by a newer version of this tool.',
    fenced_out: 'The target has seen a newer lock than ours.',
    target_unreachable: 'The target could not be reached.',
    candidate_unhealthy: 'The new release did not become healthy.',
    smoke_failed: 'A smoke check of the new release failed.',
    health_failed: 'The health checks of the new release failed.',
    evidence_against: 'The measurements speak against the new release.',
    slo_breached: 'The new release breaks its objective.',
    undecided: 'The measurements did not decide for the new release within the limit.',
    no_data: 'There were too few measurements to let the release through.',
    measurement_failed: 'The release could not be measured.',
    drifted: 'The target is not as the ledger says; someone else changed it.',
    live_digest_mismatch: 'What runs is not what was asked for.',
    rollback_failed: 'The rollback itself failed; a person must look now.',
    no_rollback_target: 'No earlier release was verified in this environment.',
    cancelled: 'The run was told to stop.',
    tag_exists_elsewhere: 'The release tag already names another commit.',
    file_unreadable: 'A file could not be read.',
    file_unwritable: 'A file could not be written.',
    bookkeeping_pending: 'The release is live and verified; a record could not be written yet.',
    github_unavailable: 'GitHub did not answer, or not with an answer.',
    github_forbidden: 'GitHub does not let this token do what is needed; the permission is named.',
    github_rate_limited: 'GitHub asks for a longer pause than a run may make.',
    bad_event: 'The event that started the run cannot be read; nothing was changed.',
    actor_not_authorized: 'The task was not approved by someone who may do that; nothing was changed.',
    label_withdrawn: 'The label that approved the task is gone, or is older than what would be deployed.',
    unexpected_error: 'Something happened that this tool does not understand.',
};
/** Whether a text is a reason code. */
function isReasonCode(code) {
    return Object.hasOwn(REASONS, code);
}

;// CONCATENATED MODULE: ./build/src/commands/ending.js


/** Reasons for which a run stops before it has changed anything: the user is refused, nothing failed. */
const REFUSALS = [
    'bad_input',
    'task_not_found',
    'wrong_state',
    'ambiguous_state',
    'constitution_unvalidated',
    'tests_failed',
    'validation_failed',
    'artifact_missing',
    'artifact_unsafe',
    'attestation_missing',
    'verification_failed',
    'digest_mismatch',
    'not_staged',
    'quarantined',
    'lock_conflict',
    'lock_timeout',
    'no_rollback_target',
    'ledger_unreadable',
    'ledger_newer_schema',
    'drifted',
    'repository_unusable',
    'bad_event',
    'actor_not_authorized',
    'label_withdrawn',
];
/** An error that ends the run as a refusal or a failure, whichever its code says. */
function stop(code, message, remedy) {
    return new errors/* OperateError */.pD({ code, message, ...(remedy === undefined ? {} : { remedy }) });
}
/** The ending that a thrown error means. What this program did not foresee is `unexpected_error`, never a success. */
function ending_endingOf(error) {
    if (!(error instanceof errors/* OperateError */.pD))
        return { decision: 'failed', reason: 'unexpected_error', message: (0,errors/* messageOf */.bD)(error) };
    const reason = isReasonCode(error.code) ? error.code : 'unexpected_error';
    const refused = REFUSALS.includes(reason);
    return {
        decision: refused ? 'refused' : 'failed',
        reason,
        message: error.message,
        ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
        ...(error instanceof errors/* ConfigError */.xL ? { problems: error.problems } : {}),
    };
}
/** What a person must know even about a run that was told to stop. */
const WORSE_THAN_A_STOP = ['rollback_failed', 'lock_lost', 'fenced_out', 'ledger_unwritable', 'ledger_unreadable', 'bad_input'];
/** The ending of a run that was told to stop and then threw: most errors are only how the stop shows, these are not. */
function endingOfStopped(error, reason) {
    const ending = ending_endingOf(error);
    return WORSE_THAN_A_STOP.includes(ending.reason) ? ending : ending_endingOf(reason);
}

;// CONCATENATED MODULE: ./build/src/commands/approval.js


/** The row of the validation report; empty where the task store keeps no record of who set a label. Throws the refusal. */
async function checkApproval(context, { task, label }) {
    const { approvals, event, settings } = context;
    if (approvals === undefined)
        return [];
    const history = await approvals.history(task);
    const approver = (0,authorization/* approverOf */.hE)(history, label);
    const member = approver === undefined || approver.isBot ? undefined : await approvals.member(approver.login);
    return [
        approval_rowOf((0,authorization/* authorize */.Gq)({ task, label, history, policy: settings.tasks.approval, ...(member === undefined ? {} : { member }), ...(event === undefined ? {} : { event }) })),
    ];
}
/** As `checkApproval`, for someone who goes on without the label: their own role counts. */
async function checkBypass(context) {
    const { approvals, actor, settings } = context;
    if (approvals === undefined)
        return [];
    return [approval_rowOf((0,authorization/* authorizeBypass */.iu)(actor, await approvals.member(actor), settings.tasks.approval))];
}
function approval_rowOf(approval) {
    if (approval.kind === 'approved')
        return approval.check;
    throw stop(approval.code, approval.check.detail, approval.check.remedy);
}

;// CONCATENATED MODULE: ./build/src/commands/build-once.js







/** Builds, packs, examines, describes (SBOM), proves (provenance) and records the artifact of this commit, or finds the recorded one. */
async function buildOnce(context, recorder, options) {
    const recorded = await findPackaged(context, options.commit);
    const modified = await build_once_uncommitted(context);
    if (recorded !== undefined) {
        const artifact = await context.chain.store.describe(recorded.digest);
        if (artifact === undefined) {
            throw stop('artifact_missing', `${recorded.version} was packaged from this commit as ${recorded.digest}, but the store ${context.service.artifact.store} does not have it`, 'Bring the store back, or commit a change and package that: the same commit is never built twice.');
        }
        recorder.setArtifact(artifact);
        if (modified.length > 0)
            context.console.warn(`not committed, so not part of it: ${modified.slice(0, 10).join(', ')}`);
        if (context.intent.version !== undefined && context.intent.version !== recorded.version)
            context.console.warn(`this commit is ${recorded.version} already; ${context.intent.version} is not used`);
        return { release: releaseOf(recorded), artifact, notes: `already packaged as ${recorded.version} (${(0,artifact_digest/* shortDigest */.V)(recorded.digest)}); nothing was rebuilt` };
    }
    // The provenance will say that the artifact comes from this commit, so it must.
    if (modified.length > 0)
        throw stop('validation_failed', `not committed: ${modified.slice(0, 10).join(', ')}; the artifact would not be what the commit says`, 'Commit or discard the changes, then run again.');
    const startedAt = context.clock.now();
    await build(context);
    const { safety, ...artifact } = await pack(context, options);
    for (const check of safety.checks)
        context.console.line(`${check.name}: ${check.found}`);
    recorder.setArtifact(artifact);
    await describeAndProve(context, artifact, { ...options, startedAt });
    const packaged = {
        digest: artifact.digest,
        version: options.version,
        commit: options.commit,
        committedAt: options.committedAt,
        ...(options.task === undefined ? {} : { task: options.task }),
        size: artifact.size,
        at: context.clock.now(),
    };
    await appendFreely({ store: context.ledger, clock: context.clock, key: buildKey(context), run: context.run, actor: context.actor, commit: options.commit }, { kind: 'packaged', packaged });
    return { release: releaseOf(packaged), artifact, notes: `${options.version} is ${(0,artifact_digest/* shortDigest */.V)(artifact.digest)}: ${artifact.files.length} files, ${artifact.size} bytes` };
}
/** What a run itself writes into the work tree: nothing of it is a source. */
const OWN_FILES = ['.flowspec/', '.logs/', 'deploy/records/', 'docs/runbooks/', 'docs/incidents/', 'docs/changelog/', 'CHANGELOG.md'];
/**
 * Files that would be in the artifact, or could be built into it, and are not in the commit that the provenance names. A build
 * command reads what it likes, so then every changed file of the repository counts; what a build makes is ignored by git.
 */
async function build_once_uncommitted(context) {
    const { artifact } = context.service;
    const own = [...OWN_FILES, `${context.settings.tasks.directory}/`, `${context.intent.reportDirectory}/`];
    const found = await context.repository.uncommitted(artifact.build === undefined ? artifact.paths : ['.']);
    return found.filter((path) => !own.some((prefix) => path.startsWith(prefix)));
}
/** The artifact recorded for a commit. */
async function findPackaged(context, commit) {
    const head = await context.ledger.read(buildKey(context));
    return head?.entry.state.packaged?.find((packaged) => packaged.commit === commit);
}
/** The artifact recorded under a digest. */
async function findByDigest(context, digest) {
    for await (const head of context.ledger.history(buildKey(context))) {
        const { event } = head.entry;
        if (event.kind === 'packaged' && event.packaged.digest === digest)
            return event.packaged;
    }
    return undefined;
}
function releaseOf(packaged) {
    const { digest, version, commit, committedAt, task } = packaged;
    return { digest, version, commit, committedAt, ...(task === undefined ? {} : { task }) };
}
function buildKey(context) {
    return { service: context.service.name, environment: entry/* BUILD_ENVIRONMENT */.T };
}
async function build(context) {
    const { build: command } = context.service.artifact;
    if (command === undefined)
        return;
    context.console.line(`build: ${command.argv.join(' ')}`);
    const ran = await context.programs.run(command.argv, { cwd: context.repository.root, timeoutMs: command.timeoutSeconds * 1000, signal: context.signal });
    if (ran.code === 0 && !ran.timedOut)
        return;
    const how = ran.timedOut ? `did not end within ${command.timeoutSeconds} s` : `ended with ${ran.code ?? ran.signal ?? 'an unknown signal'}`;
    throw stop('build_failed', `\`${command.argv.join(' ')}\` ${how}: ${(ran.stderr || ran.stdout).trim().slice(-2000)}`, 'Run the same command by hand and mend what it reports.');
}
async function pack(context, options) {
    const { artifact, name } = context.service;
    const at = (path) => `${context.repository.root}/${path}`;
    return context.chain.packer.pack({
        files: artifact.paths.map(at),
        root: at(artifact.root),
        exclude: artifact.exclude,
        allow: artifact.allow,
        annotations: {
            'org.opencontainers.image.title': name,
            'org.opencontainers.image.version': options.version,
            'org.opencontainers.image.revision': options.commit,
        },
        signal: context.signal,
    });
}
/** The SBOM first, because the provenance names its digest: that binds one to the other under one signature. */
async function describeAndProve(context, artifact, options) {
    const { service, chain, run, signal, clock } = context;
    const head = await context.repository.head();
    const sbom = await chain.custodian.sbom({ subject: artifact, root: `${context.repository.root}/${service.artifact.root}`, stack: service.artifact.stack, signal });
    await chain.store.attach(artifact.digest, { artifactType: SBOM_TYPE, bytes: sbom });
    const statement = provenanceStatement({
        subject: { name: service.name, digest: artifact.digest },
        repository: head.origin ?? `file:${service.name}`,
        ...(head.branch === undefined ? {} : { ref: `refs/heads/${head.branch}` }),
        commit: options.commit,
        ...(service.artifact.build === undefined ? {} : { command: service.artifact.build.argv }),
        invocation: run.url ?? run.id,
        startedAt: options.startedAt,
        finishedAt: clock.now(),
        sbom: digestOfBytes(sbom),
    });
    await chain.store.attach(artifact.digest, { artifactType: BUNDLE_TYPE, bytes: await chain.custodian.sign(statement) });
}
function digestOfBytes(bytes) {
    const digest = (0,artifact_digest/* parseDigest */.m)(`sha256:${(0,sha256/* sha256Hex */.f)(bytes)}`);
    if (!digest.ok)
        throw new Error('a SHA-256 is a digest');
    return digest.value;
}

;// CONCATENATED MODULE: ./build/src/domain/task/fan-in.js
/** Whether the label may move: every required service runs a verified release of this task (SPEC A7). */
function allRequiredVerified(facts, task) {
    const required = facts.filter((fact) => fact.required);
    const counted = required.length === 0 ? facts : required;
    const waiting = counted.filter(({ live }) => live?.outcome !== 'verified' || live.task !== task).map((fact) => fact.service);
    return { complete: counted.length > 0 && waiting.length === 0, waiting };
}

;// CONCATENATED MODULE: ./build/src/commands/move-label.js




/** What production of a service runs, by its ledger. */
async function move_label_productionOf(context, service) {
    const production = service.environments.find((environment) => environment.production);
    if (production === undefined)
        return undefined;
    const head = await context.ledger.read({ service: service.name, environment: production.name });
    return head?.entry.state.live;
}
/** Adds and removes labels one by one; each step may be repeated. */
async function applySteps(context, task, steps) {
    for (const step of steps) {
        if (step.kind === 'add')
            await context.tasks.addLabel(task, step.label);
        else
            await context.tasks.removeLabel(task, step.label);
    }
}
/** Moves a task along an edge once every required service is verified; returns the state it has afterwards. */
async function moveTask(context, recorder, options) {
    const task = await context.tasks.find(options.task);
    const edge = edgeOf(context.machine, options.via);
    if (task === undefined)
        return { moved: false, note: `task ${options.task} is gone; its label was not moved` };
    if (edge === undefined)
        return { moved: false, note: `${context.machine.source} has no edge ${options.via}; the label stays` };
    if (options.via === 'operate') {
        const facts = await Promise.all(context.settings.services.map(async (service) => {
            const live = await move_label_productionOf(context, service);
            return { service: service.name, required: service.required, ...(live === undefined ? {} : { live }) };
        }));
        const { complete, waiting } = allRequiredVerified(facts, task.id);
        if (!complete)
            return { moved: false, note: `${task.id} waits for ${waiting.join(', ')}` };
    }
    const state = state_stateOf(task, context.machine);
    // After a bypass the task leaves the state it really was in.
    const from = state.kind === 'state' && !edge.from.includes(state.state) ? [...edge.from, state.state] : edge.from;
    const steps = labelMove(task.labels, { from, to: edge.to });
    await applySteps(context, task.id, steps);
    const before = state.kind === 'state' ? state.state : task.labels.join(', ');
    recorder.note({ task: { id: task.id, title: task.title, state: before, feature: task.feature, ...(steps.length === 0 ? {} : { moved_to: edge.to }) } });
    return { moved: steps.length > 0, note: steps.length > 0 ? `${task.id} is ${edge.to}` : `${task.id} was ${edge.to} already` };
}

;// CONCATENATED MODULE: ./build/src/commands/admit-task.js













/** Finds the task and asks the state machine. A missing task is refused: a release belongs to one. */
async function admitTask(context, recorder, via) {
    const found = await findTask(context);
    const task = await repaired(context, found);
    const state = state_stateOf(task, context.machine);
    const stateText = state.kind === 'state' ? state.state : workflowLabels(task.labels).join(', ');
    const source = await sourceOf(context, recorder, task);
    recorder.note({ task: { id: task.id, title: task.title, state: stateText, feature: task.feature } });
    const admission = mayRun(via, state, context.machine);
    const row = { name: task.id, group: 'state' };
    // Who may say so comes before everything that writes: an override of someone who may not is not even recorded.
    if (admission.kind === 'ok') {
        const approved = { task: task.id, label: labelOf(admission.from) };
        const rows = [...(await checkApproval(context, approved)), ...(await otherChecks(context, recorder, source))];
        return { task, state: stateText, alreadyDone: false, source, checks: [{ ...row, verdict: 'pass', detail: `${admission.from}, ${via} leads to ${admission.edge.to}` }, ...rows], approved };
    }
    if (state.kind === 'state' && state.state === edgeOf(context.machine, via)?.to && (await isLive(context, task.id, source.commit))) {
        const rows = await otherChecks(context, recorder, source);
        return { task, state: stateText, alreadyDone: true, source, checks: [{ ...row, verdict: 'pass', detail: `${stateText}, and this commit is what runs` }, ...rows] };
    }
    if (!context.intent.skipStateCheck)
        throw stop(admission.code, admission.message, admission.remedy);
    const rows = [...(await checkBypass(context)), ...(await otherChecks(context, recorder, source))];
    await recordOverride(context, recorder, 'skip-state-check', source.commit);
    return { task, state: stateText, alreadyDone: false, source, checks: [{ ...row, verdict: 'skipped', detail: `${admission.message}; bypassed by ${context.actor}` }, ...rows] };
}
async function otherChecks(context, recorder, source) {
    return [await constitutionCheck(context, recorder, source.commit), await tagCheck(context, source)];
}
/** A rollback needs no state: production comes first. The task is the one whose release is taken away. */
async function admitRollback(context, recorder, live) {
    const source = await sourceOf(context, recorder);
    const task = live?.task === undefined ? undefined : await context.tasks.find(live.task);
    if (task === undefined)
        return { alreadyDone: false, source, checks: [] };
    const state = state_stateOf(task, context.machine);
    const stateText = state.kind === 'state' ? state.state : workflowLabels(task.labels).join(', ');
    recorder.note({ task: { id: task.id, title: task.title, state: stateText, feature: task.feature } });
    return { task, state: stateText, alreadyDone: false, source, checks: [{ name: task.id, group: 'state', verdict: 'pass', detail: `${stateText}; a rollback is allowed from every state` }] };
}
/** The commit at hand and the version its release has. */
async function sourceOf(context, recorder, task) {
    const head = await context.repository.head();
    const version = releaseVersion({
        commit: head.commit,
        ...(context.intent.version === undefined ? {} : { input: context.intent.version }),
        ...packageVersion(await context.files.read(`${context.service.artifact.root}/package.json`)),
    });
    recorder.note({ commit: head.commit, version });
    return { commit: head.commit, committedAt: head.committedAt, version, ...(task === undefined ? {} : { task: task.id }) };
}
function packageVersion(text) {
    if (text === undefined)
        return {};
    try {
        const value = JSON.parse(text);
        if (typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string')
            return { packageVersion: value.version };
    }
    catch {
        // A package.json that is no JSON is the build's business; it names no version.
    }
    return {};
}
async function findTask(context) {
    const { intent, repository, tasks } = context;
    const head = await repository.head();
    const candidates = firstCandidates({
        ...(intent.taskId === undefined ? {} : { input: intent.taskId }),
        ...(context.event === undefined ? {} : { event: context.event.tasks }),
        ...(head.branch === undefined ? {} : { branch: head.branch }),
        messages: [await repository.message(head.commit)],
    });
    const [first, ...others] = candidates;
    if (first === undefined)
        throw stop('task_not_found', 'nothing names a task: no task-id, no branch like task-42-title, no `Task: task-42` in the commit', 'Give the task with --task-id.');
    if (others.length > 0)
        throw stop('task_not_found', `the ${first.from} names several tasks: ${candidates.map((candidate) => candidate.id).join(', ')}`, 'Give the one that is meant with --task-id.');
    const task = await tasks.find(first.id);
    if (task === undefined)
        throw stop('task_not_found', `there is no task ${first.id} (named by the ${first.from}) in ${context.settings.tasks.store === 'github' ? 'the repository on GitHub' : context.settings.tasks.directory}`, 'Check the id, or create the task.');
    return task;
}
/** A label move that was cut off is finished from what the ledger knows, so that the task has one state again (SPEC A4). */
async function repaired(context, task) {
    const edge = edgeOf(context.machine, 'operate');
    const from = edge?.from[0];
    if (edge === undefined || from === undefined || workflowLabels(task.labels).length < 2)
        return task;
    const live = await move_label_productionOf(context, context.service);
    const steps = repairMove(task.labels, context.machine, live?.task === task.id ? edge.to : from);
    if (live === undefined || steps === undefined || changesNothing(context))
        return task;
    await applySteps(context, task.id, steps);
    context.console.line(`${task.id}: finished a label move that had been cut off`);
    return (await context.tasks.find(task.id)) ?? task;
}
async function isLive(context, task, commit) {
    const live = await move_label_productionOf(context, context.service);
    return live?.task === task && live.commit === commit;
}
/** A release is tagged once it is verified; that its tag belongs to another commit must not show only then (SPEC C5). */
async function tagCheck(context, source) {
    const version = (await findPackaged(context, source.commit))?.version ?? source.version;
    const tag = tagName(version, context.service.name, context.settings.services.length);
    const found = await context.repository.tagged(tag);
    const row = { name: 'release tag', group: 'configuration' };
    if (found === undefined)
        return { ...row, verdict: 'pass', detail: `${tag} is free` };
    if (found === source.commit)
        return { ...row, verdict: 'pass', detail: `${tag} is on this commit` };
    return { ...row, verdict: 'fail', detail: `${tag} is on ${found.slice(0, 12)}, not on ${source.commit.slice(0, 12)}`, remedy: 'A release tag is never moved: release under another version.' };
}
async function constitutionCheck(context, recorder, commit) {
    const { files, intent } = context;
    const decision = decideConstitution(readConstitution(await files.read(CONSTITUTION_PATH)), {
        skipValidation: intent.skipValidation,
        confirmUnvalidated: intent.confirmUnvalidated,
        lightMode: (await files.read(LIGHT_MODE_PATH)) !== undefined,
    });
    if (decision.override !== undefined)
        await recordOverride(context, recorder, decision.override, commit);
    return decision.check;
}
/** Writes a bypass into production's ledger, where an auditor looks for it; a plan or a validation alone writes nothing. */
async function recordOverride(context, recorder, what, commit) {
    const { actor, clock, intent, service } = context;
    const override = { what, actor, reason: intent.reason ?? 'no reason given', at: clock.now() };
    recorder.addOverride(override);
    context.console.warn(`${what}: bypassed by ${actor}: ${override.reason}`);
    if (changesNothing(context))
        return;
    const production = service.environments.find((environment) => environment.production) ?? service.environments[0];
    await appendFreely({ store: context.ledger, clock, key: { service: service.name, environment: production.name }, run: context.run, actor, commit }, { kind: 'overridden', override });
}

;// CONCATENATED MODULE: ./build/src/domain/records/rollback-command.js
/** The command line that goes back to a digest. Names that are not plain are quoted for a POSIX shell, so that pasting it is safe. */
function rollbackCommand(key, to) {
    return `npx flowspec-operate rollback --service ${shellWord(key.service)} --environment ${shellWord(key.environment)} --to ${shellWord(to)} --reason "<why>"`;
}
/** A text as one word of a POSIX shell. */
function shellWord(text) {
    return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw `'\''`)}'`;
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/blame.js
/** Reasons that speak against the release itself, not against its surroundings. */
const ITS_OWN_FAULT = ['evidence_against', 'slo_breached', 'health_failed', 'smoke_failed', 'candidate_unhealthy'];
/** Whether a failed rollout puts its digest into quarantine (SPEC G3): a cancelled run or an unreachable target does not. */
function isBlamed(code) {
    return ITS_OWN_FAULT.includes(code);
}

;// CONCATENATED MODULE: ./build/src/domain/policy/gate.js
// Whether anything may be deployed: facts in, a row for every prerequisite out (SPEC B1).


/** One row per required test; the whole group is one skipped row when the user bypassed it. */
function testChecks(outcomes, options) {
    if (options.skipped) {
        return [{ name: 'tests', group: 'tests', verdict: 'skipped', detail: `bypassed by ${options.actor} with skip-tests` }];
    }
    if (outcomes.length === 0) {
        return [{ name: 'tests', group: 'tests', verdict: 'warn', detail: 'no test command is configured', remedy: 'Add the commands that must be green under gate.tests in .flowspec/operate.yml.' }];
    }
    return outcomes.map(({ command, verdict, detail, durationMs }) => ({
        name: command.name,
        group: 'tests',
        verdict,
        detail,
        durationMs,
        ...(verdict === 'pass' ? {} : { remedy: `Run \`${command.argv.join(' ')}\` and mend what it reports.` }),
    }));
}
/** Programs on the PATH, each with its least version. A version that cannot be read is not a pass. */
function programChecks(programs) {
    return programs.map(({ requirement, version }) => {
        const row = { name: requirement.name, group: 'dependencies' };
        const wanted = requirement.atLeast === undefined ? requirement.name : `${requirement.name} ${requirement.atLeast} or later`;
        if (version === undefined)
            return { ...row, verdict: 'fail', detail: 'not found', remedy: `Install ${wanted} and make sure it is on the PATH.` };
        if (requirement.atLeast === undefined)
            return { ...row, verdict: 'pass', detail: version };
        const order = compareVersions(version, requirement.atLeast);
        if (order === undefined)
            return { ...row, verdict: 'error', detail: `its version cannot be read from \`${version}\``, remedy: `Make \`${requirement.name} --version\` print a version, or drop the minimum.` };
        if (order < 0)
            return { ...row, verdict: 'fail', detail: `${version} is older than ${requirement.atLeast}`, remedy: `Install ${wanted}.` };
        return { ...row, verdict: 'pass', detail: version };
    });
}
/** Compares dotted versions by number; undefined when either has no leading number. A missing part is zero. */
function compareVersions(a, b) {
    const left = numbersOf(a);
    const right = numbersOf(b);
    if (left === undefined || right === undefined)
        return undefined;
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const difference = (left[index] ?? 0) - (right[index] ?? 0);
        if (difference !== 0)
            return Math.sign(difference);
    }
    return 0;
}
function numbersOf(version) {
    const found = /(\d{1,9}(?:\.\d{1,9}){0,3})/.exec(version)?.[0];
    return found?.split('.').map(Number);
}
/** Environment variables that must be set: their names only, never their values. */
function credentialChecks(names, has) {
    return names.map((name) => has(name)
        ? { name, group: 'credentials', verdict: 'pass', detail: 'set' }
        : { name, group: 'credentials', verdict: 'fail', detail: 'not set', remedy: `Set the environment variable ${name}, for example from a secret in the workflow's env.` });
}
/** Free space where artifacts are stored. */
function spaceCheck(free, least) {
    const row = { name: 'free space', group: 'resources' };
    if (free === undefined)
        return { ...row, verdict: 'error', detail: 'could not be read', remedy: 'Check that the artifact store lies on a file system that can be read.' };
    const detail = `${mebibytes(free)} MiB free, ${mebibytes(least)} MiB needed`;
    return free >= least ? { ...row, verdict: 'pass', detail } : { ...row, verdict: 'fail', detail, remedy: 'Free some space, or move the artifact store with artifact.store.' };
}
function mebibytes(bytes) {
    return Math.floor(bytes / 1024 / 1024).toString();
}
/** Whether each target can be reached. */
function targetChecks(targets) {
    return targets.map(({ environment, verdict, detail }) => ({
        name: environment,
        group: 'target',
        verdict,
        detail,
        ...(verdict === 'pass' ? {} : { remedy: `Check the target of ${environment} in .flowspec/operate.yml and that it is up.` }),
    }));
}
/** The validation report: its verdict is the worst of its rows; what was skipped or merely warned about does not count. */
function validationOf(checks) {
    const verdicts = checks.flatMap((check) => (check.verdict === 'skipped' || check.verdict === 'warn' ? [] : [check.verdict]));
    return { schema_version: 1, verdict: worst(verdicts), checks };
}
/** Quarantine and the order of environments (SPEC D4 in its local form, G3): rows of the group `evidence`. */
function releaseChecks(facts) {
    return [quarantineCheck(facts), ...(facts.before === undefined ? [] : [stagedCheck(facts.digest, facts.before)])];
}
function quarantineCheck({ digest, environment, state, allowQuarantined }) {
    const row = { name: 'quarantine', group: 'evidence' };
    const found = state.quarantine.find((quarantine) => quarantine.digest === digest);
    if (found === undefined)
        return { ...row, verdict: 'pass', detail: `${(0,artifact_digest/* shortDigest */.V)(digest)} is not quarantined in ${environment}` };
    const detail = `${(0,artifact_digest/* shortDigest */.V)(digest)} failed in ${environment}: ${found.reason}`;
    if (allowQuarantined)
        return { ...row, verdict: 'skipped', detail: `${detail}; lifted with allow-quarantined` };
    return { ...row, verdict: 'fail', detail, remedy: 'Release a fix as a new artifact. If the failure was not its own, deploy again with allow-quarantined and a reason.' };
}
function stagedCheck(digest, before) {
    const row = { name: `passed ${before.environment}`, group: 'evidence' };
    const passed = before.deployments.find((deployment) => deployment.digest === digest && deployment.outcome === 'verified');
    if (passed !== undefined)
        return { ...row, verdict: 'pass', detail: `${passed.version} was verified there as ${passed.id}` };
    return {
        ...row,
        verdict: 'fail',
        detail: `${(0,artifact_digest/* shortDigest */.V)(digest)} was never verified in ${before.environment}`,
        remedy: `Deploy it there first: \`flowspec-operate deploy --environment ${before.environment} --digest ${digest}\`.`,
    };
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/step.js
/** The step a rollout is at. The index is only ever moved inside the list, whose last weight is 100. */
function stepOf(rollout) {
    const [first, ...others] = rollout.spec.steps;
    return [first, ...others][rollout.step] ?? first;
}
/** Whether no step comes after this one. */
function isLastStep(rollout) {
    return rollout.step >= rollout.spec.steps.length - 1;
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/turn.js
/**
 * Stops a rollout that someone wants stopped, or that its run left behind. What is already verified is finished, what is
 * being rolled back goes on being rolled back, everything else turns round.
 */
function interrupt(rollout, cause) {
    switch (rollout.phase) {
        case 'retiring':
        case 'restoring':
        case 'confirming':
        case 'ended':
            return rollout;
        default:
            return turn(rollout, cause);
    }
}
/** Turns the rollout round: everything after this leads back to the snapshot. */
function turn(rollout, cause) {
    return { ...rollout, phase: 'restoring', cause };
}
/** Nothing is due any more. */
function end(rollout, outcome) {
    return { ...rollout, phase: 'ended', outcome };
}

;// CONCATENATED MODULE: ./build/src/domain/health/delta.js
const NOTHING = { n: 0, bad: 0, over: [] };
const ZERO = { requests: 0, errors: 0, over: [], latencySumMs: 0 };
/**
 * The counts between two readings. Counters count from zero again when the epoch changed, when the release is new, and when
 * one of them fell (its process restarted). Counts that are not whole, finite and non-negative are no data: zero requests.
 */
function blockBetween(previous, next, arms) {
    const candidate = armBetween(previous, next, arms.candidate);
    return arms.baseline === undefined ? { candidate } : { baseline: armBetween(previous, next, arms.baseline), candidate };
}
function armBetween(previous, next, digest) {
    const after = delta_releaseOf(next, digest)?.counters;
    if (after === undefined || !delta_isCount(after.requests) || !delta_isCount(after.errors))
        return NOTHING;
    const before = startOf(previous, next, digest, after);
    if (!delta_isCount(before.requests) || !delta_isCount(before.errors))
        return NOTHING;
    const n = after.requests - before.requests;
    // Counters that are not read in one instant can show an error before its request.
    const bad = Math.min(n, after.errors - before.errors);
    return { n, bad, over: overBetween(before.over, after.over, n) };
}
/** The counters from which to count: those of the previous reading, or zero. */
function startOf(previous, next, digest, after) {
    const before = delta_releaseOf(previous, digest)?.counters;
    if (before === undefined || previous.epoch !== next.epoch)
        return ZERO;
    const comparable = sameBounds(previous.boundsMs, next.boundsMs);
    const overFell = comparable && before.over.some((count, index) => (after.over[index] ?? count) < count);
    if (after.requests < before.requests || after.errors < before.errors || overFell)
        return ZERO;
    // Counts over other bounds cannot be subtracted: no data about latency, and the rest still counts.
    return comparable ? before : { ...before, over: after.over.map(() => Number.NaN) };
}
function overBetween(before, after, n) {
    const counts = after.map((count, index) => count - (before[index] ?? 0));
    return counts.every(delta_isCount) ? counts.map((count) => Math.min(n, count)) : [];
}
function delta_releaseOf(reading, digest) {
    return reading.releases.find((release) => release.digest === digest);
}
function sameBounds(a, b) {
    return a.length === b.length && a.every((bound, index) => bound === b[index]);
}
function delta_isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}

;// CONCATENATED MODULE: ./build/src/domain/health/dispersion.js
/**
 * How much more the baseline's own error counts vary than independent requests would, from its history in blocks of the
 * same length as the polls: `v = max(0, var(r) - p mean(1/n))`, `phi = max(1, 1 + 2v / (p (1/nc + 1/nb)))` for the
 * requests expected per poll in either arm. 1 when the history shows no errors, has fewer than two blocks with traffic,
 * or nothing is expected: there is then nothing to estimate from. Dividing evidence by it is an approximation.
 */
function dispersionOf(history, expected) {
    const served = history.filter((block) => block.n > 0);
    const requests = served.reduce((sum, block) => sum + block.n, 0);
    const bad = served.reduce((sum, block) => sum + block.bad, 0);
    if (served.length < 2 || bad === 0 || expected.baseline <= 0 || expected.candidate <= 0)
        return 1;
    const pooled = bad / requests;
    const rates = served.map((block) => block.bad / block.n);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
    const sampling = (pooled * served.reduce((sum, block) => sum + 1 / block.n, 0)) / served.length;
    const excess = Math.max(0, variance - sampling);
    return 1 + (2 * excess) / (pooled * (1 / expected.candidate + 1 / expected.baseline));
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/watch.js
// What one poll means for a rollout that has traffic: go on, wait for more, or turn round.





/** Polls in a row with a failed health check after which the rollout turns round: one may be a lost packet. */
const PROBE_FAILURE_LIMIT = 2;
/** Polls in a row that could not be read before the rollout turns round. Argo Rollouts' consecutiveErrorLimit is 4 as well. */
const MEASURE_ERROR_LIMIT = 4;
/** Folds one poll into a rollout that is watched or verified: turns it round, lets it go on, or waits for more. */
function watch_measured(rollout, event) {
    const failing = event.checks.find((check) => check.verdict !== 'pass');
    const seen = {
        ...rollout,
        probeFailures: failing === undefined ? 0 : rollout.probeFailures + 1,
        measureErrors: event.reading === undefined ? rollout.measureErrors + 1 : 0,
    };
    if (failing !== undefined && seen.probeFailures >= PROBE_FAILURE_LIMIT) {
        const code = event.checks.some((check) => check.verdict === 'fail') ? 'health_failed' : 'measurement_failed';
        return turn(seen, { code, message: `health check ${failing.name}: ${failing.detail}`, at: event.at });
    }
    if (event.reading === undefined) {
        if (seen.measureErrors <= MEASURE_ERROR_LIMIT)
            return overdue(seen, event.at, undefined);
        const why = event.error ?? 'the target gave no reading';
        return turn(seen, { code: 'measurement_failed', message: `${seen.measureErrors} polls in a row: ${why}`, at: event.at });
    }
    if (event.weight !== undefined && event.weight !== rollout.weight) {
        const message = `the target sends ${event.weight} % of the traffic to the new release, this rollout had set ${rollout.weight} %; someone else changed it`;
        return turn(seen, { code: 'drifted', message, at: event.at });
    }
    const block = blockSince(rollout, event.reading);
    const settings = dispersed(rollout.spec.judge, rollout.baseline ?? [], block);
    const state = foldBlock(settings, judgeStateOf(rollout), block);
    const judgement = judge(settings, state);
    const judged = { ...seen, ...remembered(rollout, block), judge: state, reading: event.reading, stepRequests: seen.stepRequests + block.candidate.n };
    if (judgement.action === 'roll-back') {
        return turn(judged, { code: judgement.code, message: judgement.sentence, at: event.at });
    }
    return watch_decide(judged, failing === undefined, judgement, event.at);
}
/** Polls of the baseline's own history that are kept, and how many say enough about its bursts. */
const HISTORY = 30;
const ENOUGH_HISTORY = 10;
/**
 * Errors that come in bursts would be taken for more evidence than they are. How much they burst is read off the baseline's earlier
 * polls alone: never from the candidate, and never from the poll that is about to be judged, so the test keeps its error bound.
 */
function dispersed(settings, history, block) {
    if (block.baseline === undefined || history.length < ENOUGH_HISTORY)
        return settings;
    const found = dispersionOf(history, { baseline: block.baseline.n, candidate: block.candidate.n });
    return found > settings.dispersion ? { ...settings, dispersion: found } : settings;
}
function remembered(rollout, block) {
    if (block.baseline === undefined || block.baseline.n === 0)
        return {};
    const { n, bad } = block.baseline;
    return { baseline: [...(rollout.baseline ?? []), { n, bad }].slice(-HISTORY) };
}
/** What both arms served since the last reading. */
function blockSince(rollout, reading) {
    const stable = rollout.spec.snapshot.stable;
    const arms = { candidate: rollout.spec.candidate.digest, ...(stable === undefined ? {} : { baseline: stable.digest }) };
    return blockBetween(rollout.reading ?? { ...reading, releases: [] }, reading, arms);
}
/** The judge's accumulators; those of a ledger that do not fit the settings start anew. */
function judgeStateOf(rollout) {
    return parseJudgeState(rollout.spec.judge, rollout.judge) ?? startJudge(rollout.spec.judge);
}
function watch_decide(rollout, healthy, judgement, at) {
    if (rollout.phase === 'verifying') {
        if (at - rollout.stepStartedAt < rollout.spec.verifySeconds * 1000)
            return rollout;
        if (healthy && judgement.action === 'advance' && !isStarved(rollout))
            return afterVerification(rollout);
        return overdue(rollout, at, judgement);
    }
    const baked = at - rollout.stepStartedAt >= stepOf(rollout).bakeSeconds * 1000;
    if (baked && healthy && mayAdvance(rollout, judgement))
        return nextStep(rollout);
    return overdue(rollout, at, judgement);
}
/** Evidence enough to go on: traffic was seen where it must be, nothing speaks against, and before full weight something speaks for. */
function mayAdvance(rollout, judgement) {
    if (isStarved(rollout) || judgement.action !== 'advance')
        return false;
    const enough = rollout.stepRequests >= rollout.spec.judge.minRequests;
    const nextIsFull = rollout.step === rollout.spec.steps.length - 2;
    return !nextIsFull || !enough || rollout.spec.snapshot.stable === undefined || judgement.mayPromote;
}
/** Too little traffic to say anything, where there must be some: missing data is never a pass. */
function isStarved(rollout) {
    return rollout.spec.traffic === 'required' && rollout.stepRequests < rollout.spec.judge.minRequests;
}
function nextStep(rollout) {
    return { ...rollout, phase: 'shifting', step: rollout.step + 1 };
}
/** What comes once full weight has held: the public address is proven, or the old release is stopped. */
function afterVerification(rollout) {
    return { ...rollout, phase: rollout.spec.hasSmoke ? 'proving' : 'retiring' };
}
/** A step that stays undecided longer than it may: the outcome was chosen before the rollout began. Without data it is never a pass. */
function overdue(rollout, at, judgement) {
    const verifying = rollout.phase === 'verifying';
    const planned = verifying ? rollout.spec.verifySeconds : stepOf(rollout).bakeSeconds;
    if (at - rollout.stepStartedAt < (planned + rollout.spec.hold.limitSeconds) * 1000)
        return rollout;
    const starved = judgement === undefined || isStarved(rollout);
    if (!starved && rollout.spec.hold.then === 'advance' && rollout.probeFailures === 0) {
        return verifying ? afterVerification(rollout) : nextStep(rollout);
    }
    const seconds = Math.round((at - rollout.stepStartedAt) / 1000);
    const message = starved
        ? `${rollout.stepRequests} requests reached the new release in ${seconds} s, at least ${rollout.spec.judge.minRequests} are needed to decide`
        : `undecided after ${seconds} s: ${judgement.sentence}`;
    return turn(rollout, { code: starved ? 'no_data' : 'undecided', message, at });
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/advance.js
// The rollout as a state machine. State in, event in, state out; what to do next is a function of the state alone
// (`due`), so a rollout read back from the ledger goes on exactly where it was.




/** How often a rollback is tried before a person is called. */
const RESTORE_LIMIT = 3;
/** A rollout about to begin. `at` in epoch milliseconds. */
function startRollout(spec, at) {
    return {
        spec,
        phase: 'preparing',
        step: 0,
        weight: 0,
        startedAt: at,
        stepStartedAt: at,
        stepRequests: 0,
        probeFailures: 0,
        measureErrors: 0,
        touched: false,
        restores: 0,
    };
}
/** What to do now; undefined when the rollout has ended. Every effect is idempotent, so repeating it after a crash is safe. */
function due(rollout) {
    const { spec } = rollout;
    switch (rollout.phase) {
        case 'preparing':
            return { kind: 'prepare', digest: spec.candidate.digest, instances: firstInstances(spec) };
        case 'smoking':
            return { kind: 'smoke', against: 'candidate' };
        case 'shifting': {
            const step = stepOf(rollout);
            return { kind: 'shift', step: rollout.step, weight: step.weight, instances: step.instances };
        }
        case 'watching':
        case 'verifying':
            return { kind: 'measure', waitSeconds: spec.pollSeconds };
        case 'proving':
            return { kind: 'smoke', against: 'public' };
        case 'reading-back':
        case 'confirming':
            return { kind: 'read-live' };
        case 'retiring':
            return { kind: 'retire', keep: spec.candidate.digest };
        case 'restoring':
            return { kind: 'restore', snapshot: spec.snapshot };
        case 'ended':
            return undefined;
        default:
            return (0,problem/* assertNever */.xb)(rollout.phase);
    }
}
/** The rollout as it is written down before the effect: traffic that may reach the candidate counts from then on, whatever comes of it. */
function begin(rollout, effect) {
    return effect.kind === 'shift' ? { ...rollout, touched: true } : rollout;
}
/** Rolling starts with what its first step needs; the others bring the whole candidate up before any traffic. */
function firstInstances(spec) {
    return spec.steps[0].instances.candidate;
}
/** Folds what happened into the rollout. Events that do not belong to the phase change nothing. */
function advance(rollout, event) {
    switch (event.kind) {
        case 'began':
            return rollout;
        case 'prepared':
            if (rollout.phase !== 'preparing')
                return rollout;
            return rollout.spec.hasSmoke ? { ...rollout, phase: 'smoking' } : { ...rollout, phase: 'shifting' };
        case 'smoked':
            return smoked(rollout, event.results, event.at);
        case 'shifted':
            return rollout.phase === 'shifting' ? advance_shifted(rollout, event.weight, event.reading, event.at) : rollout;
        case 'measured':
            return rollout.phase === 'watching' || rollout.phase === 'verifying' ? watch_measured(rollout, event) : rollout;
        case 'live':
            return live(rollout, event);
        case 'retired':
            return rollout.phase === 'retiring' ? end(rollout, 'verified') : rollout;
        case 'restored':
            return rollout.phase === 'restoring' ? { ...rollout, phase: 'confirming', weight: 0 } : rollout;
        case 'failed':
            return advance_failed(rollout, { code: event.code, message: event.message, at: event.at });
        case 'abort':
            return interrupt(rollout, { code: event.code, message: event.message, at: event.at });
        default:
            return (0,problem/* assertNever */.xb)(event);
    }
}
function smoked(rollout, results, at) {
    if (rollout.phase !== 'smoking' && rollout.phase !== 'proving')
        return rollout;
    const bad = results.find((result) => result.verdict === 'fail') ?? results.find((result) => result.verdict !== 'pass');
    // No result at all is no evidence (invariant I6).
    if (results.length === 0)
        return turn(rollout, { code: 'smoke_failed', message: 'no smoke check gave a result', at });
    // A check that could not be made says nothing about the release: it goes back and is not to blame.
    const code = results.some((result) => result.verdict === 'fail') ? 'smoke_failed' : 'measurement_failed';
    if (bad !== undefined)
        return turn(rollout, { code, message: `smoke check ${bad.name}: ${bad.detail}`, at });
    return rollout.phase === 'smoking' ? { ...rollout, phase: 'shifting' } : { ...rollout, phase: 'retiring' };
}
function advance_shifted(rollout, weight, reading, at) {
    const wanted = stepOf(rollout).weight;
    const touched = rollout.touched || weight > 0;
    if (weight !== wanted) {
        const message = `asked for ${wanted} % of the traffic, the target says ${weight} %`;
        return turn({ ...rollout, weight, touched }, { code: 'drifted', message, at });
    }
    return {
        ...rollout,
        phase: isLastStep(rollout) ? 'reading-back' : 'watching',
        weight,
        touched,
        stepStartedAt: at,
        stepRequests: 0,
        probeFailures: 0,
        measureErrors: 0,
        // Deltas start at the shift: a block never mixes two weights.
        ...(reading === undefined ? {} : { reading }),
    };
}
function live(rollout, event) {
    const { spec } = rollout;
    if (rollout.phase === 'reading-back') {
        if (event.digest !== spec.candidate.digest || event.weight !== 100) {
            const found = event.digest ?? 'nothing';
            const message = `asked for ${spec.candidate.digest} at 100 %, the target runs ${found} at ${event.weight} %`;
            return turn(rollout, { code: 'live_digest_mismatch', message, at: event.at });
        }
        if (spec.verifySeconds > 0)
            return { ...rollout, phase: 'verifying', stepStartedAt: event.at, stepRequests: 0 };
        return afterVerification(rollout);
    }
    if (rollout.phase !== 'confirming')
        return rollout;
    if (event.digest === spec.snapshot.stable?.digest)
        return end(rollout, rollout.touched && spec.snapshot.stable !== undefined ? 'rolled-back' : 'failed');
    return restoreFailed(rollout, `the target runs ${event.digest ?? 'nothing'} after the rollback`, event.at);
}
function advance_failed(rollout, cause) {
    switch (rollout.phase) {
        case 'restoring':
        case 'confirming':
            return restoreFailed(rollout, cause.message, cause.at);
        case 'retiring':
            if (cause.code === 'live_digest_mismatch')
                return turn(rollout, cause);
            // The candidate is live and verified; what is left over is swept by the next run.
            return end({ ...rollout, cause: { ...cause, code: 'bookkeeping_pending' } }, 'verified');
        case 'ended':
            return rollout;
        default:
            return turn(rollout, cause);
    }
}
function restoreFailed(rollout, message, at) {
    const restores = rollout.restores + 1;
    if (restores < RESTORE_LIMIT)
        return { ...rollout, phase: 'restoring', restores };
    const first = rollout.cause === undefined ? '' : ` (rolling back because: ${rollout.cause.message})`;
    return end({ ...rollout, restores, cause: { code: 'rollback_failed', message: `${message}; tried ${restores} times${first}`, at } }, 'failed');
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/narrate.js
// The sentences of a rollout, in one place, so that log, summary and HTML report say the same.



/** What a person is told at each turn of a rollout. */
const narrate = {
    start(rollout) {
        const { candidate, snapshot, strategy } = rollout.spec;
        const from = snapshot.stable === undefined ? 'nothing runs yet' : `${snapshot.stable.version} runs now`;
        return `${strategy} of ${candidate.version} (${(0,artifact_digest/* shortDigest */.V)(candidate.digest)}); ${from}`;
    },
    effect(effect) {
        switch (effect.kind) {
            case 'prepare':
                return `start ${effect.instances} of ${(0,artifact_digest/* shortDigest */.V)(effect.digest)}`;
            case 'smoke':
                return effect.against === 'candidate' ? 'smoke checks, before traffic' : 'smoke checks, public address';
            case 'shift':
                return `shift to ${effect.weight} %`;
            case 'measure':
                return 'measure';
            case 'read-live':
                return 'read the live digest';
            case 'retire':
                return `stop everything but ${(0,artifact_digest/* shortDigest */.V)(effect.keep)}`;
            case 'restore':
                return effect.snapshot.stable === undefined ? 'stop the new release' : `restore ${effect.snapshot.stable.version}`;
            default:
                return (0,problem/* assertNever */.xb)(effect);
        }
    },
    /** What an event meant; undefined for those that are told otherwise or need no word. */
    event(before, event) {
        const { spec } = before;
        switch (event.kind) {
            case 'prepared':
                return `${spec.candidate.version} is up and healthy, without traffic`;
            case 'smoked':
                return `${event.results.filter((result) => result.verdict === 'pass').length} of ${event.results.length} smoke checks passed`;
            case 'shifted':
                return `${event.weight} % of the traffic goes to ${spec.candidate.version}`;
            case 'live':
                return event.digest === undefined ? 'nothing is live' : `live digest read back: ${(0,artifact_digest/* shortDigest */.V)(event.digest)}`;
            case 'retired':
                return spec.snapshot.stable === undefined ? undefined : `${spec.snapshot.stable.version} stopped`;
            case 'restored':
                if (spec.snapshot.stable === undefined)
                    return 'the new release is stopped';
                return before.touched ? `all traffic is on ${spec.snapshot.stable.version} again` : `the new release is stopped, ${spec.snapshot.stable.version} serves as before`;
            case 'failed':
                return `failed: ${event.message}`;
            case 'began':
            case 'measured':
            case 'abort':
                return undefined;
            default:
                return (0,problem/* assertNever */.xb)(event);
        }
    },
    turn(rollout) {
        const why = rollout.cause?.message ?? 'it was told to stop';
        return rollout.touched ? `rolling back at ${rollout.weight} %: ${why}` : `stopping before any traffic: ${why}`;
    },
    passed(rollout) {
        const { weight } = stepOf(rollout);
        return rollout.stepRequests === 0 ? `${weight} % passed on probes alone, no traffic was seen` : `${weight} % passed after ${rollout.stepRequests} requests`;
    },
    end(rollout) {
        const { candidate, snapshot } = rollout.spec;
        if (rollout.outcome === 'verified')
            return `${candidate.version} is live and verified`;
        if (rollout.outcome === 'rolled-back')
            return `rolled back to ${snapshot.stable?.version ?? 'nothing'}`;
        if (rollout.cause?.code === 'rollback_failed')
            return `THE ROLLBACK FAILED: ${rollout.cause.message}`;
        return snapshot.stable === undefined ? 'failed; nothing runs' : `failed; ${snapshot.stable.version} was not touched`;
    },
    instances(release) {
        if (release === undefined || release.instances.length === 0)
            return 'no instance of the new release runs';
        const healthy = release.instances.filter((instance) => instance.health === 'healthy').length;
        return `${healthy} of ${release.instances.length} instances of the new release are healthy`;
    },
};
/** The line that is redrawn while a rollout is watched. */
function progressText(environment, rollout, sample) {
    const { steps } = rollout.spec;
    const seconds = Math.max(0, Math.round((sample.at - rollout.stepStartedAt) / 1000));
    const arms = `candidate ${sample.candidate.errors}/${sample.candidate.requests} bad, baseline ${sample.baseline.errors}/${sample.baseline.requests}`;
    const evidence = `evidence ${narrate_number(sample.logE)} of ${narrate_number(sample.threshold)}`;
    const where = rollout.phase === 'verifying' ? 'verifying' : `step ${rollout.step + 1} of ${steps.length}`;
    return `${environment} ${sample.weight} % ${bar(sample.weight)} ${where}, ${seconds} s; ${arms}; ${evidence}`;
}
function narrate_number(value) {
    // Adding zero turns the -0 of a rounded small negative number into 0.
    return value === undefined ? '-' : (Math.round(value * 10) / 10 + 0).toFixed(1);
}
function bar(weight) {
    const filled = Math.round(weight / 10);
    return `[${'#'.repeat(filled)}${'-'.repeat(10 - filled)}]`;
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/sample.js


/** One poll as the plots show it: what each arm served since the last reading, and the evidence so far. */
function sampleOf(before, after, reading) {
    const { spec } = after;
    const judgement = judge(spec.judge, judgeStateOf(after));
    return {
        at: reading.at,
        weight: before.weight,
        baseline: spec.snapshot.stable === undefined ? EMPTY : armSince(before.reading, reading, spec.snapshot.stable.digest),
        candidate: armSince(before.reading, reading, spec.candidate.digest),
        // Less than a thousandth is the rounding of the judge's memory, not evidence.
        logE: Math.round(judgement.logE * 1000) / 1000 + 0,
        threshold: judgement.threshold,
    };
}
const EMPTY = { requests: 0, errors: 0 };
const sample_ZERO = { requests: 0, errors: 0, over: [], latencySumMs: 0 };
/** What one release did between two readings; counters that went back (a restarted meter) count from zero. */
function armSince(previous, next, digest) {
    const now = next.releases.find((release) => release.digest === digest);
    if (now === undefined)
        return EMPTY;
    const earlier = previous?.epoch === next.epoch ? previous.releases.find((release) => release.digest === digest) : undefined;
    const since = earlier !== undefined && earlier.counters.requests <= now.counters.requests ? earlier : undefined;
    const then = since?.counters ?? sample_ZERO;
    const requests = now.counters.requests - then.requests;
    return {
        requests,
        errors: now.counters.errors - then.errors,
        ...(requests > 0 ? latencyOf(then, now.counters, requests) : {}),
        ...(now.rssBytes === undefined ? {} : { rssBytes: now.rssBytes }),
        ...cpuOf(since, now),
    };
}
function latencyOf(then, now, requests) {
    return {
        meanMs: (now.latencySumMs - then.latencySumMs) / requests,
        over: now.over.map((count, index) => (count - (then.over[index] ?? 0)) / requests),
    };
}
function cpuOf(then, now) {
    if (now.cpuSeconds === undefined)
        return {};
    // A restarted instance starts its processor time anew.
    return { cpuSeconds: Math.max(0, now.cpuSeconds - (then?.cpuSeconds ?? 0)) };
}

;// CONCATENATED MODULE: ./build/src/domain/rollout/live.js
/** Whether an instance answers. */
function live_isServing(instance) {
    return instance.health === 'healthy';
}
/** The digest that has all the traffic and at least one instance that answers; undefined when there is none, or traffic is split (SPEC E6). */
function liveDigestOf(state) {
    return state.releases.find((release) => release.weight === 100 && release.instances.some(live_isServing))?.digest;
}
/** One release of a target. */
function live_releaseOf(state, digest) {
    return state.releases.find((release) => release.digest === digest);
}
/** The counters of every release at one moment, as the judge reads them. */
function readingOf(state) {
    return {
        at: state.at,
        epoch: state.epoch,
        boundsMs: state.boundsMs,
        releases: state.releases.map((release) => {
            const rssBytes = total(release.instances.map((instance) => instance.rssBytes));
            const cpuSeconds = total(release.instances.map((instance) => instance.cpuSeconds));
            return {
                digest: release.digest,
                counters: release.counters,
                ...(rssBytes === undefined ? {} : { rssBytes }),
                ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
            };
        }),
    };
}
/** The sum of what is known; undefined when nothing is. */
function total(values) {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0);
}

;// CONCATENATED MODULE: ./build/src/effects.js
// What each effect of a rollout means to the target and the checks: one call, one event. Deciding is elsewhere (domain/rollout), and so is
// writing it down first (execute.ts).





/** Pause before a rollback is tried a second time; twice that before the third, milliseconds. */
const RESTORE_PAUSE_MS = 2_000;
/** How long the look that decides whether a release is live may take when stopping the others did not work, milliseconds. */
const LOOK_LIMIT_MS = 10_000;
/** Performs one effect and says what came of it. Throws what the target, the clock or the signal throws. */
async function performEffect(options, recorder, rollout, effect, fenced) {
    const { clock, target } = options;
    const { spec } = rollout;
    switch (effect.kind) {
        case 'prepare': {
            const state = await target.prepare({ ...spec.candidate, instances: effect.instances }, fenced);
            keepFirst(recorder, readingOf(state));
            return { kind: 'prepared', at: clock.now() };
        }
        case 'smoke': {
            const results = await smoke(options, spec.candidate.digest, effect.against, fenced.signal);
            // A check that a stop cut short says nothing about the release: it must not be blamed for it.
            fenced.signal.throwIfAborted();
            recorder.smoke = results;
            return { kind: 'smoked', at: clock.now(), results };
        }
        case 'shift': {
            const stable = spec.snapshot.stable;
            const before = await target.observe(fenced.signal);
            const state = await target.shift({ candidate: spec.candidate.digest, weight: effect.weight, instances: effect.instances, ...(stable === undefined ? {} : { stable: stable.digest }) }, fenced);
            const reading = readingOf(state);
            if (effect.weight === 100)
                recorder.readings = { ...recorder.readings, beforeFull: readingOf(before), atFull: reading };
            keepAddress(recorder, state);
            return { kind: 'shifted', at: clock.now(), weight: live_releaseOf(state, spec.candidate.digest)?.weight ?? 0, reading };
        }
        case 'measure':
            return effects_measure(options, rollout, effect.waitSeconds, fenced.signal);
        case 'read-live': {
            const state = await target.observe(fenced.signal);
            const digest = liveDigestOf(state);
            keepAddress(recorder, state);
            if (digest !== undefined)
                recorder.liveDigest = digest;
            return { kind: 'live', at: clock.now(), weight: digest === undefined ? 0 : 100, ...(digest === undefined ? {} : { digest }) };
        }
        case 'retire':
            await retire(options, recorder, effect.keep, fenced);
            return { kind: 'retired', at: clock.now() };
        case 'restore':
            // What failed a moment ago is given time to come back.
            if (rollout.restores > 0)
                await clock.sleep(RESTORE_PAUSE_MS * 2 ** (rollout.restores - 1), fenced.signal);
            await target.restore(effect.snapshot, fenced);
            return { kind: 'restored', at: clock.now() };
        default:
            return (0,problem/* assertNever */.xb)(effect);
    }
}
/**
 * Stops the others. What could not be stopped is swept later, but only when the release to keep is still seen to be live: a rollout
 * that is finished hours after its run died must not be called verified from memory.
 */
async function retire({ target }, recorder, keep, fenced) {
    const [retired] = await Promise.allSettled([target.retire(keep, fenced)]);
    if (retired.status === 'rejected' && codeOf(retired.reason) === 'fenced_out')
        throw retired.reason;
    const state = retired.status === 'fulfilled' ? retired.value : await target.observe(AbortSignal.timeout(LOOK_LIMIT_MS)).catch(() => undefined);
    if (state !== undefined && liveDigestOf(state) === keep) {
        recorder.liveDigest = keep;
        if (retired.status === 'rejected')
            throw retired.reason;
        return;
    }
    const why = retired.status === 'rejected' ? `: ${(0,errors/* messageOf */.bD)(retired.reason)}` : '';
    throw new errors/* AdapterError */.om({ code: 'live_digest_mismatch', message: `${(0,artifact_digest/* shortDigest */.V)(keep)} is not live any more${why}` });
}
/** All smoke checks at once against one address, within their common limit. The release's identity is checked first (FAULTS G14). */
async function smoke(options, digest, against, signal) {
    const state = await options.target.observe(signal);
    const address = against === 'public' ? state.address : live_releaseOf(state, digest)?.instances.find(live_isServing)?.address;
    if (against === 'public' && liveDigestOf(state) !== digest) {
        return [{ name: 'live digest', area: 'other', verdict: 'fail', attempts: 1, durationMs: 0, detail: `the public address is not served by ${(0,artifact_digest/* shortDigest */.V)(digest)}` }];
    }
    const deadline = options.clock.now() + options.smokeLimitSeconds * 1000;
    return Promise.all(options.smoke.map((check) => options.prober.check(check, { ...(address === undefined ? {} : { address }), digest, deadline, signal })));
}
/** Waits, then reads the counters and asks every instance of the new release how it is. */
async function effects_measure(options, rollout, waitSeconds, signal) {
    const { clock, target } = options;
    await clock.sleep(waitSeconds * 1000, signal);
    const { digest } = rollout.spec.candidate;
    let state;
    try {
        state = await target.observe(signal);
    }
    catch (error) {
        if (signal.aborted)
            throw error;
        return { kind: 'measured', at: clock.now(), checks: [], error: (0,errors/* messageOf */.bD)(error) };
    }
    const release = live_releaseOf(state, digest);
    const checks = await Promise.all([
        ...(release?.instances ?? []).flatMap((instance) => options.health.map((check) => options.prober.check({ ...check, consecutive: 1 }, { ...(instance.address === undefined ? {} : { address: instance.address }), digest, deadline: clock.now() + check.timeoutMs, signal }))),
    ]);
    signal.throwIfAborted();
    const sick = release === undefined || release.instances.length === 0 || release.instances.some((instance) => !live_isServing(instance));
    return {
        kind: 'measured',
        at: clock.now(),
        reading: readingOf(state),
        weight: release?.weight ?? 0,
        checks: [...checks, { name: 'instances', area: 'health', verdict: sick ? 'fail' : 'pass', attempts: 1, durationMs: 0, detail: narrate.instances(release) }],
    };
}
function keepFirst(recorder, reading) {
    if (recorder.readings.first === undefined)
        recorder.readings = { ...recorder.readings, first: reading };
}
function keepAddress(recorder, state) {
    if (state.address !== undefined)
        recorder.address = state.address;
}
/** The code of what was thrown. */
function codeOf(error) {
    return error instanceof errors/* OperateError */.pD ? error.code : 'unexpected_error';
}

;// CONCATENATED MODULE: ./build/src/execute.js






/**
 * Carries the rollout out until it has ended. Every effect but a measurement is journaled before it is performed; measurements renew
 * the lease. Throws StoppedError `lock_lost` when the ledger is no longer ours: the target is not touched after that.
 */
async function executeRollout(options) {
    const { clock, session } = options;
    const recorder = { samples: [], moments: [], smoke: [], readings: {} };
    let rollout = options.rollout;
    say(options, recorder, { at: clock.now(), kind: 'start', text: narrate.start(rollout) });
    for (;;) {
        const stop = stopRequested(options, session.state);
        if (stop !== undefined)
            rollout = turned(options, recorder, rollout, advance(rollout, { kind: 'abort', at: clock.now(), ...stop }));
        const effect = due(rollout);
        if (effect === undefined)
            break;
        const begun = begin(rollout, effect);
        const unwritten = await journal(options, begun, effect);
        // While it was written, someone may have asked to stop: then the effect is not begun any more.
        if (unwritten === undefined && mustTurn(rollout, stopRequested(options, session.state), clock.now()))
            continue;
        const before = unwritten === undefined ? begun : rollout;
        const event = unwritten ?? (await perform(options, recorder, begun, effect));
        const next = advance(before, event);
        observeEvent(options, recorder, before, next, event);
        rollout = turned(options, recorder, before, next);
    }
    say(options, recorder, { at: clock.now(), kind: 'end', text: narrate.end(rollout) });
    return { rollout, ...recorder };
}
/** A stop that was asked for and not yet obeyed: by a signal, or by someone who wrote it into the ledger. */
function stopRequested(options, state) {
    if (state.abort !== undefined)
        return { code: 'cancelled', message: `${state.abort.actor} asked to stop: ${state.abort.reason}` };
    if (options.signal.aborted)
        return { code: 'cancelled', message: (0,errors/* messageOf */.bD)(options.signal.reason) };
    return undefined;
}
/** Whether a stop that was asked for would change where the rollout goes. */
function mustTurn(rollout, stop, at) {
    return stop !== undefined && interrupt(rollout, { at, ...stop }) !== rollout;
}
function isGoingBack(rollout) {
    return rollout.phase === 'restoring' || rollout.phase === 'confirming';
}
/** Past the point where a stop means anything: what is left to do is the same with and without it. */
function isFinishing(rollout) {
    return isGoingBack(rollout) || rollout.phase === 'retiring';
}
/**
 * Writes down what is about to be done. A ledger that cannot be written turns the rollout round, because traffic must not stay split;
 * it never stops a rollback, because it must not keep a bad release in production (FAULTS J11). A lost lock stops us whatever we do.
 */
async function journal(options, rollout, effect) {
    try {
        if (effect.kind === 'measure')
            await options.session.renew(rollout);
        else
            await options.session.append({ kind: 'effect-began', effect: narrate.effect(effect), rollout });
    }
    catch (error) {
        if (error instanceof errors/* StoppedError */.Ko)
            throw error;
        if (!isGoingBack(rollout))
            return { kind: 'failed', at: options.clock.now(), code: codeOf(error), message: `the ledger could not be written: ${(0,errors/* messageOf */.bD)(error)}` };
        options.console.warn(`The ledger could not be written (${(0,errors/* messageOf */.bD)(error)}); the rollback goes on, and the next run writes down what happened.`);
    }
    return undefined;
}
/** Performs one effect; whatever goes wrong comes back as an event, except a lost lock. */
async function perform(options, recorder, rollout, effect) {
    const { clock } = options;
    // What is only finished is not stopped by the signal that began it; it has a deadline of its own.
    const signal = isFinishing(rollout) ? AbortSignal.timeout(options.restoreLimitMs) : options.signal;
    try {
        return await performEffect(options, recorder, rollout, effect, { fence: options.session.fence, signal });
    }
    catch (error) {
        if (error instanceof errors/* StoppedError */.Ko && error.code === 'lock_lost')
            throw error;
        if (error instanceof errors/* OperateError */.pD && error.code === 'fenced_out') {
            throw new errors/* StoppedError */.Ko({
                code: 'fenced_out',
                message: `the target has seen a newer lock than ours: ${error.message}`,
                remedy: 'Another run took this environment over: see `flowspec-operate status`. If instead the ledger was made anew while the target went on running, stop the target first (docs/guides/process-target.md).',
                cause: error,
            });
        }
        if (options.signal.aborted && !isFinishing(rollout))
            return { kind: 'abort', at: clock.now(), code: 'cancelled', message: (0,errors/* messageOf */.bD)(options.signal.reason) };
        return { kind: 'failed', at: clock.now(), code: codeOf(error), message: (0,errors/* messageOf */.bD)(error) };
    }
}
function say(options, recorder, moment) {
    recorder.moments.push(moment);
    options.console.line(`${options.environment}: ${moment.text}`);
}
/** Tells a person what the event meant. */
function observeEvent(options, recorder, before, after, event) {
    if (event.kind === 'measured' && event.reading !== undefined) {
        const sample = sampleOf(before, after, event.reading);
        recorder.samples.push(sample);
        recorder.readings = { ...recorder.readings, last: event.reading };
        options.console.progress(progressText(options.environment, { ...after, step: before.step }, sample));
        return;
    }
    const text = narrate.event(before, event);
    if (text !== undefined)
        say(options, recorder, { at: event.at, kind: event.kind === 'shifted' ? 'shift' : 'effect', text });
    if (event.kind === 'restored' && before.cause !== undefined)
        recorder.rollbackMs = event.at - before.cause.at;
}
/** Says it once when a rollout turns round, with the evidence. */
function turned(options, recorder, before, after) {
    if (before.phase !== 'restoring' && before.phase !== 'confirming' && after.phase === 'restoring' && after.cause !== undefined) {
        say(options, recorder, { at: after.cause.at, kind: 'rollback', text: narrate.turn(after) });
    }
    else if (after.phase === 'shifting' && before.phase === 'watching') {
        say(options, recorder, { at: options.clock.now(), kind: 'verdict', text: narrate.passed(before) });
    }
    return after;
}

;// CONCATENATED MODULE: ./build/src/commands/take-snapshot.js
// What runs before a change, so that rollback needs nothing else (SPEC E1).




/** What runs now, by ledger and target. Something live that the ledger does not know is never overwritten. */
async function takeSnapshot(context, session, target) {
    const live = session.state.live;
    const fenced = { fence: session.fence, signal: context.signal };
    const id = `snap_${context.clock.ulid()}`;
    let state = await target.observe(context.signal);
    const [last] = session.state.deployments;
    // What a rollback that failed left running is known, and is taken away now.
    const left = last?.cause?.code === 'rollback_failed' ? last.digest : undefined;
    const foreign = state.releases.find((release) => release.weight > 0 && release.digest !== live?.digest && release.digest !== left);
    if (foreign !== undefined) {
        throw stop('drifted', `the target runs ${foreign.version} (${(0,artifact_digest/* shortDigest */.V)(foreign.digest)}), the ledger says ${describeLive(session.state)}`, 'Find out who changed it. `flowspec-operate reconcile` brings back what the ledger says.');
    }
    if (live === undefined)
        return { snapshot: { id, at: context.clock.now() }, healthy: false };
    const stable = { digest: live.digest, version: live.version, instances: Math.max(1, instancesOf(state, live.digest)) };
    const snapshot = { id, at: context.clock.now(), stable };
    const before = live_releaseOf(state, live.digest)?.counters;
    if (liveDigestOf(state) === live.digest)
        return { snapshot, healthy: true, ...(before === undefined ? {} : { before }) };
    // The machine was restarted, or the release died. A broken stable release must not block the one that mends it.
    context.console.warn(`${live.version} should be live and is not; starting it again`);
    try {
        state = await target.restore(snapshot, fenced);
        return { snapshot, healthy: liveDigestOf(state) === live.digest };
    }
    catch (error) {
        if (context.signal.aborted || (error instanceof errors/* OperateError */.pD && error.code === 'fenced_out'))
            throw error;
        context.console.warn(`${live.version} cannot be started (${(0,errors/* messageOf */.bD)(error)}); the new release goes out without a baseline`);
        return { snapshot, healthy: false };
    }
}
function instancesOf(state, digest) {
    return state.releases.find((release) => release.digest === digest)?.instances.length ?? 0;
}
function describeLive(state) {
    return state.live === undefined ? 'nothing' : `${state.live.version} (${(0,artifact_digest/* shortDigest */.V)(state.live.digest)})`;
}

;// CONCATENATED MODULE: ./build/src/domain/health/compare.js




const DEFAULT_TOLERANCES = { latency: 1.25, throughput: 0.5, memory: 1.5, cpu: 1.5 };
/** The five comparisons of SPEC E4, in the order in which people read them. Missing data is `inconclusive`, never a pass. */
function compareArms(before, after, options = {}) {
    const tolerances = options.tolerances ?? DEFAULT_TOLERANCES;
    return [
        compareErrors(before, after, options.maxErrorRate ?? HARMLESS_RATE),
        advise('the mean latency', tolerances.latency, {
            metric: 'latency',
            unit: 'ms',
            before: meanLatency(before),
            after: meanLatency(after),
        }),
        compareThroughput(before, after, tolerances.throughput),
        advise('the memory in use', tolerances.memory, { metric: 'memory', unit: 'MiB', before: compare_mebibytes(before), after: compare_mebibytes(after) }),
        compareCpu(before, after, tolerances.cpu),
    ];
}
function compareErrors(before, after, harmlessRate) {
    const metric = { metric: 'error rate', unit: '%' };
    const rates = withValues(errorRate(before), errorRate(after));
    if (rates.before === undefined || rates.after === undefined)
        return unmeasured(metric, rates);
    const baseline = { n: before.requests, bad: before.errors };
    const candidate = { n: after.requests, bad: after.errors };
    const interval = ratioInterval(foldRatio(NO_COUNTS, baseline, candidate), 1 - INTERVAL_LEVEL);
    const ratio = interval === undefined ? {} : { ratio: { low: interval.low, high: interval.high, level: INTERVAL_LEVEL } };
    const seen = `${sentence_percent(rates.before / 100)} before, ${sentence_percent(rates.after / 100)} after${intervalText(interval)}`;
    const measured = { ...metric, ...rates, ...ratio };
    if (interval !== undefined && interval.low > 1)
        return { ...measured, verdict: 'fail', note: `${seen}: more errors than before` };
    const against3 = lnBlockEvidence(baseline, candidate, PROMOTION_RATIO, [1]).reduce((sum, value) => sum + value, 0);
    const enough = Math.log(PROMOTION_ODDS);
    const clear = against3 >= enough || (against3 >= 0 && lnHarmless(candidate, harmlessRate) >= enough);
    return clear
        ? { ...measured, verdict: 'pass', note: `${seen}: no sign of more errors` }
        : { ...measured, verdict: 'inconclusive', note: `${seen}: too few requests to tell` };
}
function compareThroughput(before, after, least) {
    const metric = { metric: 'throughput', unit: '/s' };
    const rates = withValues(per(before.requests, before.seconds), per(after.requests, after.seconds));
    if (rates.before === undefined || rates.after === undefined || rates.before === 0)
        return unmeasured(metric, rates);
    const share = rates.after / rates.before;
    const verdict = share >= least ? 'pass' : 'fail';
    const note = `${brief(share)} times the requests of before, at least ${brief(least)} expected; demand decides this as much as the release`;
    return { ...metric, ...rates, verdict, note: `advisory: ${note}` };
}
/** Cores are shown; the verdict is about CPU time per request, since the arms need not have had the same traffic. */
function compareCpu(before, after, most) {
    const cores = (arm) => (arm.cpuSeconds === undefined ? undefined : per(arm.cpuSeconds, arm.seconds));
    return advise('the CPU time per request', most, {
        metric: 'cpu',
        unit: 'cores',
        before: before.cpuSeconds === undefined ? undefined : per(before.cpuSeconds, before.requests),
        after: after.cpuSeconds === undefined ? undefined : per(after.cpuSeconds, after.requests),
        shown: withValues(cores(before), cores(after)),
    });
}
/** Passes while after/before is at most `most`. */
function advise(what, most, compared) {
    const metric = { metric: compared.metric, unit: compared.unit };
    const values = withValues(compared.before, compared.after);
    const shown = compared.shown ?? values;
    if (values.before === undefined || values.after === undefined || values.before === 0)
        return { ...unmeasured(metric, values), ...shown };
    const factor = values.after / values.before;
    const verdict = factor <= most ? 'pass' : 'fail';
    const note = `advisory: ${what} is ${brief(factor)} times that of before, up to ${brief(most)} is tolerated`;
    return { ...metric, ...shown, verdict, note };
}
function unmeasured(metric, values) {
    return { ...metric, ...values, verdict: 'inconclusive', note: missingNote(values) };
}
function missingNote(values) {
    if (values.before === undefined)
        return values.after === undefined ? 'not measured' : 'not measured before the change';
    return values.after === undefined ? 'not measured after the change' : 'zero before the change, so there is nothing to compare with';
}
function withValues(before, after) {
    return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
/** A quotient, or undefined when there was nothing to divide by. */
function per(amount, count, times = 1) {
    return count > 0 && Number.isFinite(amount) ? (amount / count) * times : undefined;
}
/** Errors in percent of the requests; undefined when the counts contradict each other. */
function errorRate(arm) {
    return arm.errors >= 0 && arm.errors <= arm.requests ? per(arm.errors, arm.requests, 100) : undefined;
}
function meanLatency(arm) {
    return per(arm.latencySumMs, arm.requests);
}
function compare_mebibytes(arm) {
    return arm.rssBytes === undefined ? undefined : per(arm.rssBytes, 2 ** 20);
}

;// CONCATENATED MODULE: ./build/src/commands/rollout-report.js
// What one rollout looked like, for every report.


/** Draws the report of a rollout together from its settings, its state and what was measured. */
function rolloutReport(options) {
    const { environment, deployment, executed, endedAt } = options;
    const { rollout } = executed;
    const { spec } = rollout;
    const stable = spec.snapshot.stable;
    return {
        environment: environment.name,
        production: environment.production,
        strategy: spec.strategy,
        deployment: deployment.id,
        digest: deployment.digest,
        version: deployment.version,
        ...(stable === undefined ? {} : { previous: { digest: stable.digest, version: stable.version } }),
        steps: spec.steps.map((step) => step.weight),
        latencyBoundsMs: executed.readings.first?.boundsMs ?? [],
        outcome: rollout.outcome ?? 'failed',
        ...(rollout.cause === undefined ? {} : { cause: rollout.cause }),
        startedAt: rollout.startedAt,
        endedAt,
        ...(executed.liveDigest === undefined ? {} : { liveDigest: executed.liveDigest }),
        smoke: executed.smoke,
        samples: executed.samples,
        moments: executed.moments,
        comparisons: comparisonsOf(executed, deployment.digest, stable?.digest, spec.judge.maxErrorRate),
        ...(executed.rollbackMs === undefined ? {} : { rollbackMs: executed.rollbackMs }),
        ...(executed.address === undefined ? {} : { address: executed.address }),
    };
}
/** Before: the old release while it served. After: the new one, at full weight if it came so far, else in its canary. */
function comparisonsOf(executed, candidate, stable, maxErrorRate) {
    const { first, beforeFull, atFull, last } = executed.readings;
    const end = last ?? atFull;
    if (first === undefined || end === undefined || stable === undefined)
        return [];
    const before = summary(first, beforeFull ?? end, stable);
    const after = executed.rollout.outcome === 'verified' && atFull !== undefined ? summary(atFull, end, candidate) : summary(first, end, candidate);
    return compareArms(before, after, maxErrorRate === undefined ? {} : { maxErrorRate });
}
/** An arm that had a share of the traffic is shown as if it had had all of it for that share of the time, so that rates can be compared. */
function summary(from, to, digest) {
    const arm = armSince(from, to, digest);
    const total = to.releases.reduce((sum, release) => sum + armSince(from, to, release.digest).requests, 0);
    const seconds = Math.max(0, (to.at - from.at) / 1000);
    return {
        requests: arm.requests,
        errors: arm.errors,
        seconds: total === 0 ? seconds : (seconds * arm.requests) / total,
        latencySumMs: (arm.meanMs ?? 0) * arm.requests,
        ...(arm.rssBytes === undefined ? {} : { rssBytes: arm.rssBytes }),
        ...(arm.cpuSeconds === undefined ? {} : { cpuSeconds: arm.cpuSeconds }),
    };
}

;// CONCATENATED MODULE: ./build/src/commands/with-session.js


/**
 * Takes the lock of one environment for as long as the body runs. The lock is freed however the body ends; when the ledger does not
 * take that, what the body did still counts, and the lock expires by itself.
 */
async function withSession(context, environment, commit, body) {
    const session = await openSession({
        store: context.ledger,
        probe: context.runs,
        clock: context.clock,
        key: { service: context.service.name, environment },
        run: context.run,
        actor: context.actor,
        commit,
        leaseSeconds: context.settings.ledger.leaseSeconds,
        lockTimeoutMs: context.intent.lockTimeoutMs,
        signal: context.signal,
        onWait: (sentence) => context.console.progress(sentence),
    });
    try {
        return await body(session);
    }
    finally {
        await session.release().catch((error) => {
            context.console.warn(`the lock of ${environment} could not be given back (${(0,errors/* messageOf */.bD)(error)}); it expires by itself, and the next run takes it over`);
        });
    }
}

;// CONCATENATED MODULE: ./build/src/commands/deploy-to.js
// Makes one digest live in one environment, or leaves what was live before: the heart of deploy, run and rollback.














/** How long a rollback may take, on top of starting and draining. */
const RESTORE_LIMIT_MS = 120_000;
/**
 * Verifies the digest, takes the environment's lock, finishes what an earlier run left behind, rolls the release out and reads it
 * back. Throws refusals before anything is changed; a rollout that turned round is a result, not an error.
 */
async function deployTo(context, recorder, options) {
    const { environment, release } = options;
    const evidence = await verifyRelease(context, environment, release);
    recorder.setEvidence(evidence);
    const target = context.target(context.service, environment);
    return withSession(context, environment.name, release.commit, async (session) => {
        await finishInterrupted(context, { session, target, environment });
        await admit(context, recorder, { session, environment, release, command: options.command });
        const snapshot = await takeSnapshot(context, session, target);
        const live = session.state.live;
        if (live?.digest === release.digest && snapshot.healthy)
            return { kind: 'already-live', previous: live };
        // Told to stop before anything began: then nothing does.
        context.signal.throwIfAborted();
        const deployment = {
            id: `dep_${context.clock.ulid()}`,
            ...release,
            actor: context.actor,
            command: options.command,
            ...(context.intent.reason === undefined ? {} : { reason: context.intent.reason }),
            startedAt: context.clock.now(),
            outcome: 'running',
        };
        const spec = planRollout(environment, {
            candidate: { digest: release.digest, version: release.version },
            snapshot: snapshot.snapshot,
            ...(snapshot.before === undefined ? {} : { before: snapshot.before }),
            inOneStep: options.command === 'rollback' || !snapshot.healthy,
        });
        const rollout = startRollout(spec, context.clock.now());
        await session.append({ kind: 'rollout-began', deployment, rollout });
        await options.onBegin?.(session, snapshot.snapshot);
        const executed = await carryOut(context, { session, target, environment, rollout });
        const ended = await deploy_to_settle(session, context, { deployment, executed });
        const report = rolloutReport({ environment, deployment, executed, endedAt: context.clock.now() });
        recorder.addRollout(report);
        return { kind: ended, deployment: { ...deployment, outcome: ended, endedAt: context.clock.now() }, report, ...(live === undefined ? {} : { previous: live }) };
    });
}
/** Rolls out what is in the ledger of this environment, from where it stands. */
async function carryOut(context, options) {
    const { session, target, environment, rollout } = options;
    return executeRollout({
        session,
        target,
        prober: context.prober,
        clock: context.clock,
        console: context.console,
        rollout,
        environment: environment.name,
        smoke: environment.smoke,
        smokeLimitSeconds: environment.smokeLimitSeconds,
        health: environment.health,
        signal: context.signal,
        restoreLimitMs: RESTORE_LIMIT_MS + (environment.target.drainSeconds + environment.target.startLimitSeconds) * 1000,
    });
}
/** Writes how a rollout ended, and puts a release that was to blame into quarantine. */
async function deploy_to_settle(session, context, done) {
    const { rollout } = done.executed;
    const outcome = rollout.outcome ?? 'failed';
    const at = context.clock.now();
    try {
        await session.append({ kind: 'rollout-ended', outcome, rollout, at });
    }
    catch (error) {
        if (error instanceof errors/* StoppedError */.Ko || !(error instanceof errors/* OperateError */.pD))
            throw error;
        // What was done to the target is done; whoever reads this must know what runs now.
        throw new errors/* OperateError */.pD({ code: error.code, message: `${narrate.end(rollout)}, but the ledger could not be written: ${error.message}`, remedy: 'Mend what the message names, then run `flowspec-operate reconcile`: it looks at the target and finishes from there.', cause: error });
    }
    const { cause } = rollout;
    if (outcome !== 'verified' && cause !== undefined && isBlamed(cause.code)) {
        await session.append({ kind: 'quarantined', quarantine: { digest: done.deployment.digest, reason: firstLine(cause.message), at } });
    }
    return outcome;
}
/** Finishes a rollout that its run left behind: what was verified is completed, everything else is rolled back (SPEC G2). */
async function finishInterrupted(context, options) {
    const { session } = options;
    const { current } = session.state;
    if (current === undefined)
        return undefined;
    context.console.line(`${options.environment.name}: an earlier run left ${current.deployment.version} at ${current.rollout.weight} % (${current.rollout.phase}); finishing that first`);
    const rollout = interrupt(current.rollout, { code: 'cancelled', message: 'the run that began it is gone', at: context.clock.now() });
    const executed = await carryOut(context, { ...options, rollout });
    await deploy_to_settle(session, context, { deployment: current.deployment, executed });
    if (executed.rollout.cause?.code === 'rollback_failed')
        throw stop('rollback_failed', executed.rollout.cause.message, 'Look at the target now; then run `flowspec-operate reconcile`.');
    return executed;
}
async function verifyRelease(context, environment, release) {
    const { policy } = environment;
    const artifact = await context.chain.store.describe(release.digest);
    if (artifact === undefined)
        throw stop('artifact_missing', `${release.digest} is not in the store ${context.service.artifact.store}`, 'Run `flowspec-operate package` on the machine that deploys, or copy the store there.');
    const evidence = await context.chain.custodian.verify(release.digest, {
        requireSbom: policy.requireSbom,
        requireProvenance: policy.requireProvenance,
        commit: release.commit,
    });
    const failed = evidence.checks.find((check) => check.verdict !== 'pass');
    if (evidence.verdict === 'pass') {
        context.console.line(`${environment.name}: ${(0,artifact_digest/* shortDigest */.V)(release.digest)} verified, ${evidence.checks.length} checks`);
        return evidence;
    }
    const sentence = failed === undefined ? 'nothing could be verified' : `${failed.name}: expected ${failed.expected}, found ${failed.found}`;
    if (policy.verification === 'warn') {
        context.console.warn(`${environment.name}: verification failed and the policy is warn: ${sentence}`);
        return evidence;
    }
    throw stop(failed?.found === 'none' ? 'attestation_missing' : 'verification_failed', sentence, 'Package again from a clean checkout. If the bytes were changed by someone, find out by whom first.');
}
/** Quarantine and the order of environments, read after the lock was taken so that nothing changes in between. */
async function admit(context, recorder, options) {
    const { session, environment, release } = options;
    // What is rolled back to was verified here; the ledger of the environment before it may have forgotten it.
    const before = environment.policy.requireStaging && options.command === 'deploy' ? environmentBefore(context, environment) : undefined;
    const ledgerBefore = before === undefined ? undefined : await context.ledger.read({ service: context.service.name, environment: before.name });
    const checks = releaseChecks({
        digest: release.digest,
        environment: environment.name,
        state: session.state,
        ...(before === undefined ? {} : { before: { environment: before.name, deployments: ledgerBefore?.entry.state.deployments ?? [] } }),
        allowQuarantined: context.intent.allowQuarantined,
    });
    if (worst(checks.map((check) => (check.verdict === 'skipped' || check.verdict === 'warn' ? 'pass' : check.verdict))) !== 'pass') {
        const failed = checks.find((check) => check.verdict === 'fail');
        throw stop(failed?.name === 'quarantine' ? 'quarantined' : 'not_staged', failed?.detail ?? 'not admitted', failed?.remedy);
    }
    if (checks.some((check) => check.verdict === 'skipped'))
        await liftQuarantine(context, recorder, session, release.digest);
}
async function liftQuarantine(context, recorder, session, digest) {
    const reason = context.intent.reason ?? 'no reason given';
    const override = { what: 'quarantine', actor: context.actor, reason, at: context.clock.now() };
    recorder.addOverride(override);
    await session.append({ kind: 'overridden', override });
    await session.append({ kind: 'quarantine-lifted', digest, actor: context.actor, reason });
}
/** The environment that a release passes before this one; undefined for the first. */
function environmentBefore(context, environment) {
    const { environments } = context.service;
    return environments[environments.findIndex((other) => other.name === environment.name) - 1];
}
/** The tail of a log belongs into the report, not into every later entry of the ledger. */
function firstLine(text) {
    return text.split('\n', 1).join('').slice(0, 500);
}

;// CONCATENATED MODULE: ./build/src/domain/records/deployment-manifest.js




/** The manifest of a deployment that was verified. */
function deploymentManifest(facts) {
    const { key, deployment, rollout, run, artifact, evidence } = facts;
    return {
        schema_version: 1,
        service: key.service,
        environment: key.environment,
        production: facts.production,
        deployment: deployment.id,
        version: deployment.version,
        digest: deployment.digest,
        commit: deployment.commit,
        committed_at: isoTime(deployment.committedAt),
        ...(deployment.task === undefined ? {} : { task: deployment.task }),
        actor: deployment.actor,
        command: deployment.command,
        ...(deployment.reason === undefined ? {} : { reason: deployment.reason }),
        strategy: rollout.strategy,
        started_at: isoTime(deployment.startedAt),
        ended_at: isoTime(deployment.endedAt ?? rollout.endedAt),
        run: { id: run.id, attempt: run.attempt, ...(run.url === undefined ? {} : { url: run.url }) },
        ...(rollout.address === undefined ? {} : { address: rollout.address }),
        ...(rollout.previous === undefined ? {} : { previous: { version: rollout.previous.version, digest: rollout.previous.digest } }),
        ...(artifact === undefined ? {} : { artifact: { layer: artifact.layer, size: artifact.size, files: artifact.files.length } }),
        ...(evidence === undefined ? {} : { evidence: { verdict: evidence.verdict, checks: evidence.checks.map(({ name, verdict }) => ({ name, verdict })) } }),
        referrers: facts.referrers.toSorted((a, b) => bytewise(a.kind, b.kind) || bytewise(a.digest, b.digest)),
        files_changed: facts.filesChanged.toSorted(bytewise),
        overrides: facts.overrides.map(({ what, actor, reason, at }) => ({ what, actor, reason, at: isoTime(at) })),
        rollback: {
            manifest: rollbackManifestPath(key),
            ...(rollout.previous === undefined ? {} : { command: rollbackCommand(key, rollout.previous.digest) }),
        },
    };
}

;// CONCATENATED MODULE: ./build/src/domain/records/event.js

const EVENT_TYPES = (/* unused pure expression or super */ null && ([
    'meta_workflow.started',
    'meta_workflow.completed',
    'sub_workflow.started',
    'sub_workflow.completed',
    'deployment.started',
    'deployment.completed',
    'deploy.started',
    'deploy.completed',
    'deploy.failed',
    'deploy.verified',
    'deploy.promoted',
    'deploy.rolled_back',
]));
/** Puts what happened into its envelope. */
function eventOf(happening, stamp) {
    return {
        event_type: happening.type,
        event_id: `evt_${stamp.ulid}`,
        schema_version: '1.0',
        timestamp: isoTime(happening.at ?? stamp.at),
        project_root: stamp.projectRoot,
        ...(stamp.feature === undefined ? {} : { feature: stamp.feature }),
        context: happening.context,
        artifacts: happening.artifacts ?? [],
        metadata: {
            source: 'flowspec-operate',
            run_id: stamp.run.id,
            run_attempt: stamp.run.attempt,
            ...(stamp.run.url === undefined ? {} : { run_url: stamp.run.url }),
        },
    };
}
/** The event as one line with its newline, whatever its texts hold. */
function eventLine(event, mask) {
    return jsonLine(event, mask);
}

;// CONCATENATED MODULE: ./build/src/domain/records/happenings.js

/** The run begins: the whole of it, and the meta workflow that it walks when it is `run`. */
function runBegan(begin, machine) {
    return [
        ...(begin.command === 'run' ? [{ type: 'meta_workflow.started', context: metaWorkflow(begin, machine) }] : []),
        { type: 'deployment.started', context: deploymentContext(begin) },
    ];
}
/** The run ended, however it did: its stages as sub workflows, then the whole. */
function runEnded(report, machine) {
    const isMeta = report.command === 'run';
    return [
        ...(isMeta ? report.stages.flatMap((stage) => subWorkflow(report.service, stage)) : []),
        { type: 'deployment.completed', context: { ...deploymentContext(report), ...endedContext(report) } },
        ...(isMeta ? [{ type: 'meta_workflow.completed', context: { ...metaWorkflow(report, machine), ...endedContext(report) } }] : []),
    ];
}
/** A rollout begins. `from` is the environment in which the same digest was verified before. */
function rolloutBegan(change, from) {
    const context = deployContext(change);
    return [
        { type: 'deploy.started', context },
        ...(from === undefined || change.deployment.command === 'rollback' ? [] : [{ type: 'deploy.promoted', context: { ...context, from_environment: from } }]),
    ];
}
/**
 * A rollout ended. What did not stay gives `deploy.failed`, and `deploy.rolled_back` too once all traffic is back; a rollback that
 * was asked for and verified gives `deploy.rolled_back` as well as `deploy.verified`.
 */
function rolloutEnded(change, rollout) {
    const context = deployContext(change);
    const duration_ms = elapsed(rollout.startedAt, rollout.endedAt);
    if (rollout.outcome === 'verified') {
        const cause = { reason_code: 'ok', message: change.deployment.reason ?? 'asked for', touched: true };
        const asked = { ...cause, automatic: false, duration_ms, to_version: rollout.version, to_digest: rollout.digest };
        return [
            { type: 'deploy.verified', context: { ...context, duration_ms } },
            ...(change.deployment.command === 'rollback' ? [{ type: 'deploy.rolled_back', context: { ...context, ...asked } }] : []),
        ];
    }
    const cause = {
        reason_code: rollout.cause?.code ?? 'unexpected_error',
        message: rollout.cause?.message ?? 'no cause was recorded',
        touched: change.deployment.touched ?? rollout.moments.some((moment) => moment.kind === 'shift'),
        duration_ms,
    };
    const back = rollout.previous === undefined ? {} : { to_version: rollout.previous.version, to_digest: rollout.previous.digest };
    return [
        { type: 'deploy.failed', context: { ...context, ...cause } },
        ...(rollout.outcome === 'rolled-back' ? [{ type: 'deploy.rolled_back', context: { ...context, ...cause, automatic: true, ...back } }] : []),
    ];
}
/** Production is live, verified and recorded (SPEC F1). */
function changeCompleted(change, options) {
    const manifest = deploymentManifestPath({ service: change.service, environment: change.environment });
    return {
        type: 'deploy.completed',
        context: {
            ...deployContext(change),
            duration_ms: options.durationMs,
            deployment_manifest: manifest,
            files_changed: options.filesChanged,
            ...(options.tag === undefined ? {} : { tag: options.tag }),
        },
        artifacts: [
            { type: 'deployment_manifest', path: manifest, files_changed: options.filesChanged.length },
            ...options.records.filter((path) => path !== manifest).map((path) => ({ type: 'record', path })),
        ],
    };
}
/** Clocks can be set back; nothing takes less than no time. */
function elapsed(from, to) {
    return Math.max(0, to - from);
}
function metaWorkflow(begin, machine) {
    return {
        service: begin.service,
        meta_workflow: 'run',
        ...(begin.task === undefined ? {} : { task: begin.task.id }),
        ...(machine.run === undefined ? {} : { input_state: machine.run.inputState, output_state: machine.run.outputState }),
    };
}
/** A stage that never ran is no sub workflow. */
function subWorkflow(service, stage) {
    if (stage.startedAt === undefined || stage.status === 'running')
        return [];
    const context = { service, meta_workflow: 'run', sub_workflow: stage.name };
    const endedAt = stage.endedAt ?? stage.startedAt;
    return [
        { type: 'sub_workflow.started', at: stage.startedAt, context },
        { type: 'sub_workflow.completed', at: endedAt, context: { ...context, status: stage.status, duration_ms: elapsed(stage.startedAt, endedAt) } },
    ];
}
function deploymentContext(begin) {
    return {
        service: begin.service,
        command: begin.command,
        actor: begin.actor,
        ...(begin.environment === undefined ? {} : { environment: begin.environment }),
        ...(begin.task === undefined ? {} : { task: begin.task.id }),
        ...(begin.version === undefined ? {} : { version: begin.version }),
        ...(begin.artifact === undefined ? {} : { digest: begin.artifact.digest }),
        ...(begin.commit === undefined ? {} : { commit: begin.commit }),
    };
}
function endedContext(report) {
    return { result: report.result, decision: report.decision, reason_code: report.reason_code, message: report.message, duration_ms: elapsed(report.started_at, report.ended_at) };
}
function deployContext(change) {
    const { deployment, previous } = change;
    return {
        service: change.service,
        environment: change.environment,
        production: change.production,
        deployment: deployment.id,
        version: deployment.version,
        digest: deployment.digest,
        commit: deployment.commit,
        command: deployment.command,
        actor: deployment.actor,
        strategy: change.strategy,
        ...(deployment.task === undefined ? {} : { task: deployment.task }),
        ...(deployment.reason === undefined ? {} : { reason: deployment.reason }),
        ...(previous === undefined ? {} : { previous_version: previous.version, previous_digest: previous.digest }),
    };
}

;// CONCATENATED MODULE: ./build/src/domain/records/health-report.js

/** The health report of a rollout. */
function healthReport(key, rollout, judge) {
    return {
        schema_version: 1,
        service: key.service,
        environment: key.environment,
        production: rollout.production,
        deployment: rollout.deployment,
        version: rollout.version,
        digest: rollout.digest,
        ...(rollout.previous === undefined ? {} : { previous: { version: rollout.previous.version, digest: rollout.previous.digest } }),
        strategy: rollout.strategy,
        steps: rollout.steps,
        verdict: health_report_verdictOf(rollout),
        outcome: rollout.outcome,
        ...(rollout.cause === undefined ? {} : { reason_code: rollout.cause.code, message: rollout.cause.message }),
        started_at: isoTime(rollout.startedAt),
        ended_at: isoTime(rollout.endedAt),
        ...(rollout.rollbackMs === undefined ? {} : { rollback_ms: rollout.rollbackMs }),
        ...(rollout.liveDigest === undefined ? {} : { live_digest: rollout.liveDigest }),
        smoke: rollout.smoke.map(({ durationMs, tail, ...check }) => ({ ...check, duration_ms: durationMs, ...(tail === undefined ? {} : { tail }) })),
        comparisons: rollout.comparisons,
        judge: {
            alpha: judge.alpha,
            tolerance: judge.tolerance,
            polls: rollout.samples.length,
            baseline: health_report_total(rollout.samples.map((sample) => sample.baseline)),
            candidate: health_report_total(rollout.samples.map((sample) => sample.candidate)),
            ...evidenceOf(rollout),
        },
    };
}
/** Codes that mean that nobody knows, rather than that the release is bad. */
const INCONCLUSIVE = ['undecided', 'no_data'];
const UNMEASURED = ['measurement_failed', 'target_unreachable', 'cancelled', 'lock_lost', 'fenced_out'];
/** What the rollout as a whole says of the release. */
function health_report_verdictOf(rollout) {
    if (rollout.outcome === 'verified')
        return 'pass';
    const code = rollout.cause?.code ?? '';
    if (INCONCLUSIVE.includes(code))
        return 'inconclusive';
    return UNMEASURED.includes(code) ? 'error' : 'fail';
}
function health_report_total(samples) {
    return { requests: samples.reduce((sum, one) => sum + one.requests, 0), errors: samples.reduce((sum, one) => sum + one.errors, 0) };
}
function evidenceOf(rollout) {
    const last = rollout.samples.findLast((sample) => sample.logE !== undefined);
    if (last === undefined)
        return {};
    const highest = rollout.samples.flatMap((sample) => (sample.logE === undefined ? [] : [sample.logE])).reduce((a, b) => Math.max(a, b));
    const { logE, threshold } = last;
    // JSON has no infinity: evidence beyond all bounds is left out rather than written as null.
    return {
        ...(Number.isFinite(logE) ? { log_e: logE } : {}),
        ...(Number.isFinite(highest) ? { highest_log_e: highest } : {}),
        ...(threshold === undefined || !Number.isFinite(threshold) ? {} : { threshold }),
    };
}

;// CONCATENATED MODULE: ./build/src/domain/records/markdown.js
// Text from outside, made into Markdown that shows it and does nothing else: no heading, link, table cell, comment or HTML of its own.

/** One line of running text. */
function prose(text, max = 300) {
    return inertLine(text, max)
        .replace(/[\\`*_{}[\]<>()#|~!&$]/g, '\\$&')
        .replace(/^[-+=]/, '\\$&')
        .replace(/^(\d+)\.(?=\s|$)/, '$1\\.');
}
/** One line of text as code; a longer fence keeps backticks of the text inside. */
function code(text, max = 300) {
    const line = inertLine(text, max);
    if (line === '')
        return '(empty)';
    const ticks = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
    const pad = /^`|`$/.test(line) ? ' ' : '';
    return `${ticks}${pad}${line}${pad}${ticks}`;
}
/** Code inside a table's cell, where a bar would end the cell even between backticks. */
function cell(text, max = 300) {
    return code(text.replaceAll('|', '\u00a6'), max);
}

;// CONCATENATED MODULE: ./build/src/domain/records/incident.js
// The draft of a postmortem: everything the records know, and marked places for what only people know (SPEC E5, G1).






/** The text of the draft. The same rollout gives the same bytes; once written, the file belongs to the people who fill it in. */
function incidentDraft(facts, mask) {
    const { key, change, rollout } = facts;
    const where = `${prose(key.service, 80)} / ${prose(key.environment, 80)}`;
    return mask([
        `# Incident: ${title(change, rollout)} in ${where}\n`,
        `Draft written from the records; complete the parts marked **To be filled in**.\n`,
        `## Summary\n\n${incident_summary(facts)}`,
        `## What was running\n\n${releases(facts)}`,
        `## Timeline (UTC)\n\n${timeline(rollout)}`,
        `## Measurements\n\n${measurements(rollout)}`,
        `## Impact\n\n**To be filled in:** who was affected, how, and for how long? Severity (SEV1 to SEV4)?\n\n${traffic(rollout)}`,
        `## Root cause\n\n**To be filled in:** what was wrong with the release, or with the decision? What let it come so far?\n`,
        `## What went well, what went badly, where we were lucky\n\n**To be filled in.**\n`,
        `## Actions\n\n| Action | Owner | Task | Due |\n| --- | --- | --- | --- |\n| **To be filled in** | | | |\n`,
        `## Evidence\n\n${evidence(key)}`,
    ].join('\n'));
}
function title(change, rollout) {
    const version = prose(rollout.version, 80);
    if (change.deployment.command === 'rollback')
        return rollout.outcome === 'verified' ? `rolled back by hand to ${version}` : `rollback to ${version} did not hold`;
    return rollout.outcome === 'rolled-back' ? `${version} was rolled back` : `${version} failed`;
}
function incident_summary({ change, rollout }) {
    const { deployment } = change;
    const rows = [
        ['Deployment', cell(deployment.id)],
        ['Kind', deployment.command === 'rollback' ? 'rollback by hand' : 'rollout, decided by the health gate'],
        ['Asked for by', prose(deployment.actor, 80)],
        ['Reason given', deployment.reason === undefined ? undefined : prose(deployment.reason)],
        ['Task', deployment.task === undefined ? undefined : cell(deployment.task)],
        ['Strategy', `${rollout.strategy}, ${rollout.steps.join(', ')} %`],
        ['Outcome', rollout.outcome],
        ['Verdict on the release', health_report_verdictOf(rollout)],
        ['Cause', rollout.cause === undefined ? undefined : `${cell(rollout.cause.code)}: ${prose(rollout.cause.message)}`],
        ['Began', utc(rollout.startedAt)],
        ['Ended', `${utc(rollout.endedAt)} (after ${duration(rollout.endedAt - rollout.startedAt)})`],
        ['From verdict to old release', rollout.rollbackMs === undefined ? undefined : duration(rollout.rollbackMs)],
    ];
    return table(['', ''], rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
function releases({ change, rollout }) {
    const rows = [
        ['Before', rollout.previous === undefined ? 'nothing' : prose(rollout.previous.version, 80), rollout.previous === undefined ? '' : cell(rollout.previous.digest)],
        [change.deployment.command === 'rollback' ? 'Went back to' : 'Rolled out', prose(rollout.version, 80), cell(rollout.digest)],
        ['Read back at the end', rollout.liveDigest === undefined ? 'not known' : nameLive(rollout), rollout.liveDigest === undefined ? '' : cell(rollout.liveDigest)],
    ];
    return `${table(['', 'Version', 'Digest'], rows)}\nBuilt from commit ${code(change.deployment.commit)}.\n`;
}
function nameLive(rollout) {
    if (rollout.liveDigest === rollout.digest)
        return prose(rollout.version, 80);
    const { previous } = rollout;
    return previous !== undefined && rollout.liveDigest === previous.digest ? prose(previous.version, 80) : 'neither of the two';
}
function timeline(rollout) {
    const rows = rollout.moments.toSorted((a, b) => a.at - b.at).map((moment) => [utc(moment.at), moment.kind, prose(moment.text)]);
    return rows.length === 0 ? 'No moments were recorded.\n' : table(['Time', 'Kind', 'What happened'], rows);
}
function measurements(rollout) {
    const comparisons = rollout.comparisons.map((one) => [one.metric, amount(one.before, one), amount(one.after, one), ratio(one), one.verdict, prose(one.note, 160)]);
    const checks = rollout.smoke.map((check) => [cell(check.name, 80), check.area, check.verdict, prose(check.detail, 200)]);
    const parts = [
        ...(comparisons.length === 0 ? [] : [table(['Metric', 'Before', 'After', 'Ratio', 'Verdict', 'Note'], comparisons)]),
        ...(checks.length === 0 ? [] : [table(['Check', 'Area', 'Verdict', 'Detail'], checks)]),
    ];
    return parts.length === 0 ? 'Nothing was measured.\n' : parts.join('\n');
}
function amount(value, comparison) {
    return value === undefined ? 'not known' : `${figure(value)} ${comparison.unit}`;
}
function ratio(comparison) {
    return comparison.ratio === undefined ? '' : `${figure(comparison.ratio.low)} to ${figure(comparison.ratio.high)}`;
}
function traffic(rollout) {
    const requests = rollout.samples.reduce((sum, sample) => sum + sample.candidate.requests, 0);
    const errors = rollout.samples.reduce((sum, sample) => sum + sample.candidate.errors, 0);
    const most = rollout.samples.reduce((max, sample) => Math.max(max, sample.weight), 0);
    return `While it was judged, ${(0,artifact_digest/* shortDigest */.V)(rollout.digest)} answered ${requests} requests, ${errors} of them with an error, at up to ${most} % of the traffic.\n`;
}
function evidence(key) {
    return [
        `- How it was judged: ${code(healthReportPath(key))} (of the last rollout)`,
        `- What to go back to: ${code(rollbackManifestPath(key))}`,
        `- Every entry of the ledger: ${code(`npx flowspec-operate status --service ${shellWord(key.service)} --environment ${shellWord(key.environment)}`)}`,
        '',
    ].join('\n');
}
function table(head, rows) {
    return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

;// CONCATENATED MODULE: ./build/src/domain/records/registry.js



/** The registry of every ledger given, in the order of their names. The ledgers of packaged artifacts are no environments. */
function registry(ledgers, settings) {
    const real = ledgers.filter(({ key }) => key.environment !== entry/* BUILD_ENVIRONMENT */.T);
    const services = [...new Set(real.map(({ key }) => key.service))].sort(bytewise);
    return {
        schema_version: 1,
        services: services.map((service) => ({
            service,
            environments: real
                .filter(({ key }) => key.service === service)
                .toSorted((a, b) => bytewise(a.key.environment, b.key.environment))
                .map(({ key, state }) => registry_environmentOf(key, state, settings)),
        })),
    };
}
function registry_environmentOf(key, state, settings) {
    const known = settings.services.find((one) => one.name === key.service)?.environments.find((one) => one.name === key.environment);
    const [last] = state.deployments;
    return {
        environment: key.environment,
        ...(known === undefined ? {} : { production: known.production }),
        certain: state.current === undefined && last?.cause?.code !== 'rollback_failed',
        ...(state.live === undefined ? {} : { live: liveOf(state.live) }),
        ...(state.current === undefined ? {} : { changing: changingOf(state.current) }),
        ...(last === undefined ? {} : { last: registry_lastOf(last) }),
        quarantined: state.quarantine.map((one) => one.digest).toSorted(bytewise),
    };
}
function liveOf(live) {
    return {
        deployment: live.id,
        version: live.version,
        digest: live.digest,
        commit: live.commit,
        ...(live.task === undefined ? {} : { task: live.task }),
        actor: live.actor,
        since: isoTime(live.endedAt ?? live.startedAt),
    };
}
function changingOf({ deployment, rollout }) {
    return {
        deployment: deployment.id,
        version: deployment.version,
        digest: deployment.digest,
        phase: rollout.phase,
        weight: rollout.weight,
        since: isoTime(deployment.startedAt),
    };
}
function registry_lastOf(last) {
    return {
        deployment: last.id,
        version: last.version,
        outcome: last.outcome,
        ended_at: isoTime(last.endedAt ?? last.startedAt),
        ...(last.cause === undefined ? {} : { reason_code: last.cause.code }),
    };
}

;// CONCATENATED MODULE: ./build/src/domain/ledger/history.js
// What the ledger can tell once it has some history: where to roll back to, and what happened when.



/**
 * The deployment to go back to (SPEC G1): one that was verified here, is not live and is not quarantined; the newest that fits.
 * `to` is `previous`, a deployment id or a digest. Problem codes: `no_rollback_target`, `quarantined`, `already_done`.
 */
function rollbackTarget(state, to) {
    const live = liveDigest(state);
    const verified = state.deployments.filter((one) => one.outcome === 'verified');
    const named = to === 'previous' ? beforeLive(verified, live) : verified.filter((one) => one.id === to || one.digest === to);
    const [newest] = named;
    if (newest === undefined) {
        return history_problem('no_rollback_target', to === 'previous' ? 'no earlier deployment of another digest was verified here' : 'no deployment of that name was verified here', to);
    }
    if (newest.digest === live)
        return history_problem('already_done', `${newest.version} is live already`, to);
    const allowed = named.find((one) => state.quarantine.every((quarantine) => quarantine.digest !== one.digest));
    if (allowed === undefined)
        return history_problem('quarantined', `${newest.version} failed here later and is quarantined`, to);
    return { kind: 'target', deployment: allowed };
}
/**
 * What was released before the live digest was. A release that was rolled away from is later than that, so asking for `previous` twice
 * goes back two releases and never forward to the one that somebody wanted gone.
 */
function beforeLive(verified, live) {
    const released = verified.filter((one) => one.command === 'deploy');
    const at = released.findIndex((one) => one.digest === live);
    if (live !== undefined && at < 0)
        return [];
    return released.slice(at + 1).filter((one) => one.digest !== live);
}
/** The digest that is live for certain. After a rollback that failed nothing is: the last verified digest is then a target too. */
function liveDigest(state) {
    const [last] = state.deployments;
    return last?.outcome === 'failed' && last.cause?.code === 'rollback_failed' ? undefined : state.live?.digest;
}
function history_problem(code, what, value) {
    const remedy = 'Run `status` to see the deployments of this environment, and name one of them or its digest.';
    return { kind: 'problem', problem: { code, what, value, remedy } };
}
/** The moments of a history for people, oldest first, whatever the order of the entries. Renewals tell nothing and are left out. */
function timelineOf(entries) {
    return entries
        .filter((entry) => entry.event.kind !== 'lease-renewed')
        .toSorted((a, b) => a.height - b.height)
        .map((entry) => ({ at: entry.at, kind: kindOf(entry.event), text: printable(sentenceOf(entry.event)) }));
}
function kindOf(event) {
    switch (event.kind) {
        case 'rollout-began':
            return event.deployment.command === 'rollback' ? 'rollback' : 'start';
        case 'effect-began':
            if (event.rollout.phase === 'restoring')
                return 'rollback';
            return event.rollout.phase === 'shifting' ? 'shift' : 'effect';
        case 'rollout-ended':
            return 'end';
        case 'quarantined':
            return 'verdict';
        case 'progressed':
        case 'lease-taken':
        case 'lease-renewed':
        case 'lease-released':
        case 'lease-broken':
        case 'abort-requested':
        case 'overridden':
        case 'packaged':
        case 'quarantine-lifted':
        case 'finalized':
            return 'note';
        default:
            return assertNever(event);
    }
}

;// CONCATENATED MODULE: ./build/src/domain/records/rollback-manifest.js



/** The rollback manifest of an environment, from the newest state of its ledger. */
function rollbackManifest(key, state) {
    const head = { schema_version: 1, service: key.service, environment: key.environment };
    const { current } = state;
    if (current !== undefined) {
        const { snapshot } = current.rollout.spec;
        const destination = stableOf(snapshot, state);
        return {
            ...head,
            status: 'changing',
            deployment: rollback_manifest_summary(current.deployment),
            snapshot: { id: snapshot.id, at: isoTime(snapshot.at) },
            ...(destination === undefined ? {} : { target: destination, command: rollbackCommand(key, destination.digest) }),
            note: destination === undefined ? 'Nothing was live before this deployment; going back means stopping it.' : `Going back to what ran before: ${destination.version}.`,
        };
    }
    const [last] = state.deployments;
    if (last === undefined)
        return { ...head, status: 'empty', note: 'Nothing was ever deployed here.' };
    const found = rollbackTarget(state, 'previous');
    const settled = { ...head, status: 'settled', deployment: rollback_manifest_summary(last) };
    if (found.kind === 'problem')
        return { ...settled, note: `No way back: ${found.problem.what}.` };
    const destination = destinationOf(found.deployment);
    return { ...settled, target: destination, command: rollbackCommand(key, destination.digest), note: `Verified here before: ${destination.version}.` };
}
/** The release of the snapshot, with what the ledger knows of it. A release that someone else put there has no deployment. */
function stableOf(snapshot, state) {
    const { stable } = snapshot;
    if (stable === undefined)
        return undefined;
    const known = state.deployments.find((one) => one.digest === stable.digest && one.outcome === 'verified');
    return known === undefined ? { version: stable.version, digest: stable.digest } : destinationOf(known);
}
function destinationOf(deployment) {
    return {
        version: deployment.version,
        digest: deployment.digest,
        deployment: deployment.id,
        commit: deployment.commit,
        ...(deployment.endedAt === undefined ? {} : { verified_at: isoTime(deployment.endedAt) }),
    };
}
function rollback_manifest_summary(deployment) {
    return { id: deployment.id, version: deployment.version, digest: deployment.digest, outcome: deployment.outcome };
}

;// CONCATENATED MODULE: ./build/src/commands/records.js
// Files and events that tell people and other tools what happened. The ledger alone decides, so a record that cannot be written is
// reported and repaired by the next run, and never changes the decision.













/** Appends events to the file that hooks and dashboards read. */
async function emit(context, recorder, happenings) {
    const feature = recorder.task?.feature;
    const lines = happenings.map((happening) => eventLine(eventOf(happening, {
        ulid: context.clock.ulid(),
        at: context.clock.now(),
        projectRoot: context.repository.root,
        ...(feature === undefined ? {} : { feature }),
        run: context.run,
    }), context.mask));
    await records_attempt(context, EVENTS_PATH, () => context.files.append(EVENTS_PATH, lines.join('')));
}
/** Writes one record; a failure is a warning that names the file. */
async function writeRecord(context, recorder, path, text) {
    await records_attempt(context, path, async () => {
        await context.files.write(path, text);
        recorder.addRecord(path);
    });
}
async function records_attempt(context, path, body) {
    try {
        await body();
    }
    catch (error) {
        context.console.warn(`${path} could not be written: ${(0,errors/* messageOf */.bD)(error)}; the next run writes it`);
    }
}
/** Before production changes, what to go back to is written down where a person finds it (SPEC E1). */
async function recordBegin(context, recorder, options) {
    const { session, environment } = options;
    const key = keyOf(context, environment);
    await writeRecord(context, recorder, rollbackManifestPath(key), jsonFile(rollbackManifest(key, session.state), context.mask));
    const { current, live } = session.state;
    if (current === undefined)
        return;
    const change = changeOf(context, environment, current.deployment, live);
    await emit(context, recorder, rolloutBegan(change, environmentBefore(context, environment)?.name));
}
/** After a rollout: what is live, how it was judged, what to go back to, and what runs where. */
async function recordEnd(context, recorder, options) {
    const { environment, deployed } = options;
    const { deployment, report } = deployed;
    const key = keyOf(context, environment);
    const state = (await context.ledger.read(key))?.entry.state ?? emptyState;
    await writeRecord(context, recorder, rollbackManifestPath(key), jsonFile(rollbackManifest(key, state), context.mask));
    await writeRecord(context, recorder, REGISTRY_PATH, await registryText(context));
    if (deployment === undefined || report === undefined)
        return;
    await writeRecord(context, recorder, healthReportPath(key), jsonFile(healthReport(key, report, environment.judge), context.mask));
    if (deployed.kind === 'verified')
        await writeManifest(context, recorder, { ...options, deployed: { ...deployed, deployment, report }, key });
    const change = changeOf(context, environment, deployment, deployed.previous);
    await emit(context, recorder, rolloutEnded(change, report));
    if (deployed.kind !== 'verified' || deployment.command === 'rollback')
        await writeIncident(context, recorder, { key, change, deployed: { ...deployed, report } });
}
function keyOf(context, environment) {
    return { service: context.service.name, environment: environment.name };
}
function changeOf(context, environment, deployment, previous) {
    return {
        service: context.service.name,
        environment: environment.name,
        production: environment.production,
        strategy: environment.strategy,
        deployment,
        ...(previous === undefined ? {} : { previous: { digest: previous.digest, version: previous.version } }),
    };
}
async function registryText(context) {
    const keys = await context.ledger.keys();
    const ledgers = await Promise.all(keys.map(async (key) => ({ key, state: (await context.ledger.read(key))?.entry.state ?? emptyState })));
    return jsonFile(registry(ledgers, context.settings), context.mask);
}
/** Files of the repository that differ between what was live and what is. */
async function filesChanged(context, deployed) {
    const { deployment, previous } = deployed;
    if (deployment === undefined || previous === undefined)
        return [];
    try {
        return await context.repository.changed(previous.commit, deployment.commit);
    }
    catch (error) {
        // A shallow clone does not have the old commit; nothing else depends on the list.
        context.console.warn(`the files changed since ${previous.version} cannot be listed: ${(0,errors/* messageOf */.bD)(error)}`);
        return [];
    }
}
async function writeManifest(context, recorder, options) {
    const { key, environment, deployed } = options;
    const artifact = await context.chain.store.describe(deployed.deployment.digest);
    const manifest = deploymentManifest({
        key,
        production: environment.production,
        deployment: deployed.deployment,
        rollout: deployed.report,
        run: context.run,
        ...(artifact === undefined ? {} : { artifact }),
        ...(recorder.evidence === undefined ? {} : { evidence: recorder.evidence }),
        referrers: await referrersOf(context, deployed.deployment.digest),
        filesChanged: await filesChanged(context, deployed),
        overrides: recorder.overrides,
    });
    await writeRecord(context, recorder, deploymentManifestPath(key), jsonFile(manifest, context.mask));
}
async function referrersOf(context, digest) {
    const found = async (artifact_type, kind) => (await context.chain.store.referrers(digest, artifact_type)).map((referrer) => ({ kind, artifact_type, digest: referrer.digest }));
    return [...(await found(SBOM_TYPE, 'sbom')), ...(await found(BUNDLE_TYPE, 'provenance'))];
}
/** A rollback leaves a draft of its postmortem: once written it belongs to the people who fill it in. */
async function writeIncident(context, recorder, options) {
    const { key, change, deployed } = options;
    const path = incidentPath(key, { at: deployed.report.startedAt, deployment: change.deployment.id });
    await records_attempt(context, path, async () => {
        if ((await context.files.read(path)) !== undefined)
            return;
        await context.files.write(path, incidentDraft({ key, change, rollout: deployed.report }, context.mask));
        recorder.addRecord(path);
    });
}

;// CONCATENATED MODULE: ./build/src/commands/deploy-stage.js






/** Rolls a release out to one environment and writes down how it went. */
async function deployStage(context, recorder, options) {
    const { environment, release, command } = options;
    const stage = environment.production ? 'production' : 'staging';
    const deployed = await recorder.stage(stage, async () => {
        // Someone may have taken the approval back while the release was on its way (FAULTS A05, A09).
        if (environment.production && command === 'deploy' && options.admitted.approved !== undefined)
            await checkApproval(context, options.admitted.approved);
        const value = await deployTo(context, recorder, { environment, release, command, onBegin: (session, snapshot) => recordBegin(context, recorder, { ...options, session, snapshot }) });
        await recordEnd(context, recorder, { ...options, deployed: value });
        return { value, notes: notesOf(value, release), status: STATUS[value.kind] };
    });
    if (environment.production) {
        noteVersions(context, recorder, options, deployed);
        if (deployed.report !== undefined)
            recorder.setStage(verificationStage(deployed.report));
    }
    return deployed;
}
const STATUS = { verified: 'passed', 'already-live': 'passed', 'rolled-back': 'rolled-back', failed: 'failed' };
function notesOf(deployed, release) {
    if (deployed.kind === 'already-live')
        return `${release.version} is already live`;
    const { report } = deployed;
    const cause = report?.cause === undefined ? '' : `: ${report.cause.message}`;
    if (deployed.kind === 'verified')
        return `${release.version} is live`;
    return deployed.kind === 'rolled-back' ? `rolled back to ${report?.previous?.version ?? 'nothing'}${cause}` : `failed${cause}`;
}
function noteVersions(context, recorder, options, deployed) {
    const { environment, release } = options;
    const previous = deployed.kind === 'already-live' ? undefined : deployed.previous;
    recorder.note({
        environment: environment.name,
        version: release.version,
        ...(previous === undefined ? {} : { previous_version: previous.version }),
        ...(deployed.kind === 'verified' && previous !== undefined ? { rollback_command: rollbackCommand({ service: context.service.name, environment: environment.name }, previous.digest) } : {}),
    });
}
/** The post-deploy verification happened inside the rollout; its row is read off the moments. */
function verificationStage(report) {
    const full = report.moments.find((moment) => moment.kind === 'shift' && moment.text.startsWith('100 %'));
    if (full === undefined)
        return { name: 'verification', status: 'skipped', notes: 'full weight was never reached' };
    const times = { startedAt: full.at, endedAt: report.endedAt };
    if (report.outcome !== 'verified')
        return { name: 'verification', status: report.outcome, ...times, notes: report.cause?.message ?? 'did not pass' };
    const judged = report.comparisons.find((comparison) => comparison.metric === 'error rate');
    const odd = report.comparisons.filter((comparison) => comparison !== judged && comparison.verdict === 'fail').map((comparison) => comparison.metric);
    const notes = `${judged === undefined ? 'nothing to compare with' : `error rate ${judged.verdict}`}${odd.length === 0 ? '' : `; look at ${odd.join(', ')}`}`;
    return { name: 'verification', status: 'passed', ...times, notes };
}
/** How a run ends after a rollout. The reason is the rollout's own cause. */
function endingOfDeployment(environment, release, deployed) {
    const { report } = deployed;
    if (deployed.kind === 'already-live')
        return { decision: 'nothing_to_do', reason: 'already_done', message: `${release.version} is already live in ${environment.name}.` };
    if (deployed.kind === 'verified') {
        return { decision: environment.production ? 'deployed' : 'promoted', reason: 'ok', message: `${release.version} is live and verified in ${environment.name}.` };
    }
    const cause = report?.cause;
    const code = cause !== undefined && isReasonCode(cause.code) ? cause.code : 'unexpected_error';
    const why = (cause?.message ?? 'the reason is not known').replace(/\.$/, '');
    if (deployed.kind === 'rolled-back') {
        return {
            decision: 'rolled_back',
            reason: code === 'ok' ? 'unexpected_error' : code,
            message: `${release.version} was rolled back in ${environment.name}, ${report?.previous?.version ?? 'nothing'} is live again. ${capital(why)}.`,
            remedy: isBlamed(code) ? 'Look at the report for the evidence, mend the release, and run again from a new commit.' : `Nothing speaks against ${release.version} itself: run again when what the message names is over.`,
        };
    }
    if (code === 'rollback_failed') {
        return { decision: 'failed', reason: code, message: why, remedy: `Look at ${environment.name} now. When it answers again, run \`flowspec-operate reconcile\`.` };
    }
    const untouched = report?.previous === undefined ? 'nothing was live before and nothing is now' : `${report.previous.version} was not touched`;
    return { decision: 'failed', reason: code, message: `${release.version} did not go live in ${environment.name}, ${untouched}. ${capital(why)}.`, remedy: isBlamed(code) ? 'Mend what the message names and run again from a new commit.' : 'Mend what the message names and run again.' };
}
function capital(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

;// CONCATENATED MODULE: ./build/src/commands/environment-of.js

/** The environment the intent names; without a name, production. */
function environment_of_environmentOf(context) {
    const { environments } = context.service;
    const { environment: name } = context.intent;
    const found = environments.find((environment) => (name === undefined ? environment.production : environment.name === name));
    if (found !== undefined)
        return found;
    const names = environments.map((environment) => environment.name).join(', ');
    throw new errors/* ConfigError */.xL([
        {
            code: 'input.unknown-environment',
            what: `the service ${context.service.name} has no such environment`,
            ...(name === undefined ? {} : { value: name }),
            remedy: `Use one of: ${names}.`,
        },
    ]);
}

;// CONCATENATED MODULE: ./build/src/commands/validate.js
// Everything that must hold before anything is changed, asked in parallel (SPEC B1).


/** How much of a failed command's output a report shows, characters. */
const TAIL = 2000;
/** Asks every prerequisite at once; a prerequisite that cannot be asked is an error, not a pass. */
async function validate(context, options) {
    const { settings, intent, actor, host } = context;
    const { gate } = settings;
    const [tests, programs, targets, free] = await Promise.all([
        intent.skipTests || !options.withTests ? [] : Promise.all(gate.tests.map((command) => runGate(context, command))),
        Promise.all(gate.programs.map(async (requirement) => {
            const version = await host.versionOf(requirement.name);
            return { requirement, ...(version === undefined ? {} : { version }) };
        })),
        Promise.all(options.environments.map((environment) => reach(context, environment))),
        host.freeBytes(context.repository.root),
    ]);
    return validationOf([
        ...options.before,
        { name: settings.source, group: 'configuration', verdict: 'pass', detail: 'read without a mistake' },
        ...(options.withTests ? testChecks(tests, { skipped: intent.skipTests, actor }) : []),
        ...forBuilding(credentialChecks(gate.environment, (name) => host.hasVariable(name)), options),
        ...forBuilding(programChecks(programs), options),
        ...targetChecks(targets),
        ...forBuilding([spaceCheck(free, gate.minFreeBytes)], options),
    ]);
}
/** What building and testing need only warns a rollback: a full disk or a missing program must not keep a bad release in production. */
function forBuilding(checks, options) {
    return options.withTests ? checks : checks.map((check) => (check.verdict === 'pass' ? check : { ...check, verdict: 'warn' }));
}
async function runGate(context, command) {
    const started = context.clock.now();
    const durationMs = () => context.clock.now() - started;
    try {
        const ran = await context.programs.run(command.argv, { cwd: context.repository.root, timeoutMs: command.timeoutSeconds * 1000, signal: context.signal });
        if (ran.timedOut)
            return { command, verdict: 'fail', detail: `did not end within ${command.timeoutSeconds} s`, durationMs: durationMs() };
        if (ran.code === 0)
            return { command, verdict: 'pass', detail: 'green', durationMs: durationMs() };
        const how = ran.code === undefined ? `ended by ${ran.signal ?? 'a signal'}` : `exit code ${ran.code}`;
        return { command, verdict: 'fail', detail: `${how}: ${(ran.stderr || ran.stdout).trim().slice(-TAIL)}`, durationMs: durationMs() };
    }
    catch (error) {
        return { command, verdict: 'error', detail: (0,errors/* messageOf */.bD)(error), durationMs: durationMs() };
    }
}
async function reach(context, environment) {
    try {
        const state = await context.target(context.service, environment).observe(context.signal);
        const live = state.releases.filter((release) => release.weight > 0).map((release) => `${release.version} at ${release.weight} %`);
        return { environment: environment.name, verdict: 'pass', detail: live.length === 0 ? 'reachable, nothing runs yet' : `reachable, runs ${live.join(', ')}` };
    }
    catch (error) {
        return { environment: environment.name, verdict: 'error', detail: (0,errors/* messageOf */.bD)(error) };
    }
}

;// CONCATENATED MODULE: ./build/src/commands/gate.js




/** State, constitution and prerequisites of one environment, or of all when none is named. */
async function gate(context, recorder) {
    const admitted = await admitTask(context, recorder, 'operate');
    const environments = context.intent.environment === undefined ? context.service.environments : [environment_of_environmentOf(context)];
    await validationStage(context, recorder, { admitted, environments });
    return { decision: 'validated', reason: 'ok', message: 'Every prerequisite holds.' };
}
/** What a failed row means when it is the first; every other group is a prerequisite like any. */
const gate_CODES = { tests: 'tests_failed', target: 'target_unreachable', constitution: 'constitution_unvalidated' };
/**
 * Runs the validation as a stage; stops the run when a prerequisite does not hold. A rollback goes without the tests: they are about the
 * commit that is checked out, not about the release that comes back.
 */
async function validationStage(context, recorder, options) {
    await recorder.stage('validation', async () => {
        const withTests = options.withTests ?? true;
        if (withTests && context.intent.skipTests)
            await recordOverride(context, recorder, 'skip-tests', options.admitted.source.commit);
        const report = await validate(context, { environments: options.environments, before: options.admitted.checks, withTests });
        recorder.setValidation(report);
        const failed = report.checks.filter((check) => check.verdict === 'fail' || check.verdict === 'error');
        const [first] = failed;
        if (report.verdict !== 'pass' && first !== undefined) {
            const code = gate_CODES[first.group] ?? 'validation_failed';
            throw stop(code, `${failed.length} of ${report.checks.length} prerequisites do not hold; first: ${first.name}: ${first.detail}`, first.remedy);
        }
        const warned = report.checks.filter((check) => check.verdict === 'warn').length;
        return { value: undefined, notes: `${report.checks.length} checks${warned === 0 ? '' : `, ${warned} warnings`}` };
    });
}

;// CONCATENATED MODULE: ./build/src/commands/plan-run.js



/** What a digest is called in a plan before anything was packaged. */
const NOT_YET = `sha256:${'0'.repeat(64)}`;
/** The plan of `run`: build, every environment, finalize. Changes nothing. */
async function planRun(context, recorder, admitted) {
    const { service } = context;
    const packaged = await findPackaged(context, admitted.source.commit);
    const release = packaged === undefined ? { ...admitted.source, digest: NOT_YET } : releaseOf(packaged);
    const rollouts = [];
    for (const environment of service.environments)
        rollouts.push(...(await effectsOf(context, environment, release, false)));
    return planned(recorder, [...buildEffects(context, packaged !== undefined), ...rollouts, ...finalEffects(context, admitted, release)]);
}
/** The plan of `package`. */
async function planPackage(context, recorder, commit) {
    return planned(recorder, buildEffects(context, (await findPackaged(context, commit)) !== undefined));
}
/** The plan of one environment's rollout. */
async function planDeploy(context, recorder, options) {
    recorder.note({ version: options.release.version, environment: options.environment.name });
    return planned(recorder, await effectsOf(context, options.environment, options.release, options.inOneStep ?? false));
}
function planned(recorder, effects) {
    // A digest that does not exist yet is not shown as one.
    const plan = effects.map(({ digest, ...effect }, index) => ({ order: index + 1, ...effect, ...(digest === undefined || digest === NOT_YET ? {} : { digest }) }));
    recorder.setPlan(plan);
    const seconds = plan.reduce((sum, effect) => sum + effect.estimatedSeconds, 0);
    return { decision: 'planned', reason: 'dry_run', message: `${plan.length} effects, at least ${Math.ceil(seconds / 60)} min in all; nothing was changed.` };
}
async function effectsOf(context, environment, release, inOneStep) {
    const { service } = context;
    const head = await context.ledger.read({ service: service.name, environment: environment.name });
    const state = await context.target(service, environment).observe(context.signal);
    const live = head?.entry.state.live;
    const where = `${environment.name} (${environment.target.kind})`;
    if (live?.digest === release.digest && liveDigestOf(state) === release.digest) {
        return [{ effect: `nothing: ${release.version} is already live`, where, digest: release.digest, required: true, estimatedSeconds: 0 }];
    }
    const snapshot = {
        id: 'snap_planned',
        at: context.clock.now(),
        ...(live === undefined ? {} : { stable: { digest: live.digest, version: live.version, instances: environment.target.instances } }),
    };
    const spec = planRollout(environment, { candidate: { digest: release.digest, version: release.version }, snapshot, inOneStep });
    const ledger = (effect) => ({ effect, where: `ledger ${service.name}/${environment.name}`, required: true, estimatedSeconds: 1 });
    return [
        { effect: 'verify signature, subject, commit and SBOM of the artifact', where, digest: release.digest, required: true, estimatedSeconds: 1 },
        ledger('take the lock and write the snapshot to roll back to'),
        ...plannedEffects(spec, where),
        ledger('write the outcome and free the lock'),
    ];
}
function buildEffects(context, isPackaged) {
    const { artifact, name } = context.service;
    const where = artifact.store;
    if (isPackaged)
        return [{ effect: 'nothing to build: this commit is already packaged', where, required: true, estimatedSeconds: 0 }];
    const build = artifact.build === undefined ? [] : [{ effect: `run \`${artifact.build.argv.join(' ')}\``, where: 'this machine', required: true, estimatedSeconds: 60 }];
    return [
        ...build,
        { effect: `pack ${artifact.paths.join(', ')} and look for secrets`, where, required: true, estimatedSeconds: 5 },
        { effect: 'make the SBOM and the provenance, sign and attach both', where, required: true, estimatedSeconds: 5 },
        { effect: 'record the digest', where: `ledger ${name}/build`, required: true, estimatedSeconds: 1 },
    ];
}
function finalEffects(context, admitted, release) {
    const effect = (text, where, required) => ({ effect: text, where, required, estimatedSeconds: 1 });
    return [
        effect(`tag ${release.version} on ${release.commit.slice(0, 12)}`, 'repository', true),
        effect('write changelog, manifests, registry, health report, runbook, log and events', 'repository', false),
        ...(admitted.task === undefined ? [] : [effect(`move ${admitted.task.id} from ${admitted.state ?? 'no state'} along operate`, admitted.task.source, true)]),
        ...(context.settings.notifications.command === undefined ? [] : context.settings.notifications.stakeholders.map((who) => effect(`tell ${who}`, 'this machine', false))),
    ];
}

;// CONCATENATED MODULE: ./build/src/commands/deploy.js







/** Deploys the given digest, or the one packaged from this commit, to one environment. Finalize is a command of its own. */
async function deploy(context, recorder) {
    const environment = environment_of_environmentOf(context);
    const admitted = await admitTask(context, recorder, 'operate');
    await validationStage(context, recorder, { admitted, environments: [environment] });
    if (context.intent.validateOnly)
        return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' };
    const release = forTask(await releaseAskedFor(context, admitted.source.commit), admitted);
    if (context.intent.dryRun)
        return planDeploy(context, recorder, { environment, release });
    const deployed = await deployStage(context, recorder, { environment, release, command: 'deploy', admitted });
    return endingOfDeployment(environment, release, deployed);
}
/** Packaging needs no task, so what was packaged may not name one: the task that was admitted is the one whose label follows. */
function forTask(release, { task }) {
    return task === undefined ? release : { ...release, task: task.id };
}
/** The release of the input `digest`, else of this commit; only what this repository packaged can be deployed. */
async function releaseAskedFor(context, commit) {
    const { digest } = context.intent;
    const packaged = digest === undefined ? await findPackaged(context, commit) : await findByDigest(context, digest);
    if (packaged !== undefined)
        return releaseOf(packaged);
    if (digest === undefined)
        throw stop('artifact_missing', `nothing was packaged from ${commit.slice(0, 12)}`, 'Run `flowspec-operate package` first, or name a digest with --digest.');
    throw stop('artifact_missing', `${digest} was not packaged by this repository`, 'Give a digest that `flowspec-operate package` printed; `flowspec-operate status` lists what runs.');
}

;// CONCATENATED MODULE: ./build/src/domain/records/commit-subject.js
// Linear: every part is bounded and begins with another character than the one before may hold.
const CONVENTIONAL = /^(?<type>[A-Za-z]{1,20})(?:\((?<scope>[^()\n]{1,60})\))?(?<breaking>!?): {1,4}(?<text>\S.*)$/u;
/** Sorts a commit's subject into its group. A subject of another form is kept whole under `other`. */
function parseSubject(subject) {
    const cut = subject.slice(0, 500);
    if (!CONVENTIONAL.test(cut))
        return { group: 'other', text: subject };
    const part = (name) => cut.replace(CONVENTIONAL, `$<${name}>`);
    const scope = part('scope');
    return {
        group: part('breaking') === '!' ? 'breaking' : groupOf(part('type').toLowerCase()),
        ...(scope === '' ? {} : { scope }),
        text: part('text'),
    };
}
function groupOf(type) {
    if (type === 'feat' || type === 'feature')
        return 'features';
    return type === 'fix' || type === 'bugfix' || type === 'hotfix' ? 'fixes' : 'other';
}

;// CONCATENATED MODULE: ./build/src/domain/records/changelog.js
// The changelog in the form of keepachangelog.com: one section a release, newest first, hand-written text kept byte for byte (SPEC F1).



const GROUPS = [
    ['breaking', 'Breaking changes'],
    ['features', 'Features'],
    ['fixes', 'Fixes'],
    ['other', 'Other changes'],
];
const NEW_FILE = '# Changelog\n\nEvery release that was verified in production, newest first.\n';
/** The section of one release: its commits grouped, breaking changes first, in the order in which they were made. `at` in epoch milliseconds. */
function changelogSection(version, at, commits) {
    const read = commits.toReversed().map((commit) => ({ commit, subject: parseSubject(commit.subject) }));
    const groups = GROUPS.flatMap(([group, title]) => {
        const lines = read.filter(({ subject }) => subject.group === group).map(({ commit, subject }) => lineOf(commit, subject));
        return lines.length === 0 ? [] : [`### ${title}\n\n${lines.join('')}`];
    });
    const body = groups.length === 0 ? 'No commits since the release before.\n' : groups.join('\n');
    return `## [${headingName(version)}] - ${dayOf(at)}\n\n${body}`;
}
function lineOf(commit, subject) {
    const scope = subject.scope === undefined ? '' : `**${prose(subject.scope, 60)}:** `;
    return `- ${scope}${prose(subject.text, 200)} (${code(commit.sha.slice(0, 12))}, ${prose(commit.author, 80)})\n`;
}
/**
 * Puts a section where it belongs: above the newest release, below `[Unreleased]` and whatever a person wrote there. A version that
 * has a section already changes nothing. Every byte that was there stays; line ends follow the file's.
 */
function insertSection(existing, version, section) {
    if (existing === undefined || existing.trim() === '')
        return `${NEW_FILE}\n${section}`;
    const headings = headingsOf(existing);
    if (headings.some((heading) => isVersionHeading(heading.name, version)))
        return existing;
    const newest = headings.find((heading) => !/^\[?unreleased\]?/i.test(heading.name));
    const at = newest?.start ?? footerStart(existing);
    const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n';
    const before = existing.slice(0, at);
    const gap = before.endsWith(`${lineEnd}${lineEnd}`) ? '' : before.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`;
    const after = existing.slice(at);
    return `${before}${gap}${section.replaceAll('\n', lineEnd)}${after === '' ? '' : lineEnd}${after}`;
}
/** Headings of the second level; what stands in a code fence or a comment is none. */
function headingsOf(text) {
    const found = [];
    let start = 0;
    let closes;
    for (const line of text.split('\n')) {
        const plain = line.trimEnd();
        if (closes === 'fence')
            closes = /^ {0,3}(?:```|~~~)/.test(plain) ? undefined : closes;
        else if (closes === 'comment')
            closes = plain.includes('-->') ? undefined : closes;
        else if (/^ {0,3}(?:```|~~~)/.test(plain))
            closes = 'fence';
        else if (plain.includes('<!--') && !plain.includes('-->'))
            closes = 'comment';
        else if (plain.startsWith('## '))
            found.push({ start, name: plain.slice(3).trim() });
        start += line.length + 1;
    }
    return found;
}
/** `[1.2.0] - 2026-11-21`, `1.2.0`, `v1.2.0 (2026-11-21)`, `[1.2.0](https://...)`. */
function isVersionHeading(name, version) {
    const shown = headingName(version);
    return [`[${shown}]`, `[v${shown}]`, shown, `v${shown}`].some((form) => name === form || name.startsWith(`${form} `) || name.startsWith(`${form}(`));
}
/** Where the link definitions at the end of the file begin; the end of the file when there are none. */
function footerStart(text) {
    let footer = text.length;
    // As if the last line, too, had a newline behind it.
    let end = text.length + 1;
    for (const line of text.split('\n').toReversed()) {
        const start = end - 1 - line.length;
        if (/^\[[^\]]{1,200}\]:/.test(line))
            footer = start;
        else if (line.trim() !== '')
            break;
        end = start;
    }
    return footer;
}
/** A version as it stands in a heading: nothing in it is Markdown. */
function headingName(version) {
    return version.replace(/[^0-9A-Za-z._+-]+/g, '-').slice(0, 128);
}

;// CONCATENATED MODULE: ./build/src/domain/records/generated-blocks.js
// Generated parts inside a file that people edit: each stands between two markers, everything else is theirs (SPEC H6). The begin
// marker carries a hash of what was generated, so that a hand that reached inside is seen and respected.

const END = '<!-- operate:end -->';
/** Without a hash it is an empty place that someone made for a block. */
const BEGIN = /^<!-- operate:begin (?<section>[a-z0-9-]{1,40})(?: (?<hash>[0-9a-f]{16}))? -->$/;
/** A new file: its parts with an empty line between them. A plain text belongs to people from then on. */
function newDocument(parts) {
    return parts.map((part) => (typeof part === 'string' ? `${part}\n` : rendered(part))).join('\n');
}
/**
 * The existing file with its generated blocks brought up to date. Every byte outside the markers stays. A block that was edited by
 * hand is kept and named; one that is gone is not put back, because someone wanted it gone. Line ends inside blocks follow the file's.
 */
function mergeDocument(existing, blocks) {
    const lineEnd = existing.includes('\r\n') ? '\r\n' : '\n';
    const found = new Set();
    const edited = [];
    const merged = partsOf(existing).map((part) => {
        const block = part.kind === 'block' ? blocks.find((one) => one.section === part.section) : undefined;
        if (part.kind === 'text' || block === undefined || found.has(block.section))
            return part.text;
        found.add(block.section);
        if (isUntouched(part.body.replaceAll('\r\n', '\n'), part.hash))
            return rendered(block).replaceAll('\n', lineEnd).slice(0, -lineEnd.length) + part.tail;
        edited.push(block.section);
        return part.text;
    });
    return { text: merged.join(''), edited, missing: blocks.map((block) => block.section).filter((section) => !found.has(section)) };
}
/** Takes markers out of text that comes from outside, so that it cannot begin or end a block. */
function withoutMarkers(text) {
    return text.replace(/<!--(\s*)operate:/g, '<!-$1operate:');
}
function isUntouched(body, hash) {
    return hash === '' ? body.trim() === '' : hashOf(body) === hash;
}
function rendered(block) {
    const body = withoutMarkers(block.text);
    return `<!-- operate:begin ${block.section} ${hashOf(body)} -->\n${body}${END}\n`;
}
function hashOf(body) {
    return (0,sha256/* sha256Hex */.f)(new TextEncoder().encode(body)).slice(0, 16);
}
/** Splits a file at its markers. A begin without an end, or with another begin before its end, is ordinary text. */
function partsOf(text) {
    const parts = [];
    let open;
    for (const line of text.split(/(?<=\n)/)) {
        const plain = line.trimEnd();
        if (BEGIN.test(plain)) {
            if (open !== undefined)
                parts.push({ kind: 'text', text: open.lines.join('') });
            open = { section: plain.replace(BEGIN, '$<section>'), hash: plain.replace(BEGIN, '$<hash>'), lines: [line] };
        }
        else if (open === undefined) {
            parts.push({ kind: 'text', text: line });
        }
        else if (plain === END) {
            const body = open.lines.slice(1).join('');
            parts.push({ kind: 'block', text: [...open.lines, line].join(''), section: open.section, hash: open.hash, body, tail: line.slice(plain.length) });
            open = undefined;
        }
        else {
            open.lines.push(line);
        }
    }
    if (open !== undefined)
        parts.push({ kind: 'text', text: open.lines.join('') });
    return parts;
}

;// CONCATENATED MODULE: ./build/src/domain/records/runbook-about.js

/** What it is, where it runs, and what it is made of. */
function overviewBlock({ service, feature }) {
    const rows = service.environments.map((one) => `| ${prose(one.name, 80)}${one.production ? ' (production)' : ''} | ${cell(runbook_about_addressOf(one))} | ${runbook_about_strategyOf(one)} | ${one.target.instances} |\n`);
    return {
        section: 'overview',
        text: [
            '## Overview\n\n',
            `Service ${code(service.name)}, feature ${code(feature)}. Environments in order of promotion:\n\n`,
            '| Environment | Public address | Strategy | Instances |\n| --- | --- | --- | --- |\n',
            ...rows,
        ].join(''),
    };
}
/** How requests reach it, what an artifact is, and where things lie on disk. */
function architectureBlock({ service }) {
    const { artifact } = service;
    return {
        section: 'architecture',
        text: [
            '## Architecture\n\n',
            'A weighted proxy listens on the public address and hands each request to an instance of a release. During a rollout two releases run side by side and the proxy divides the traffic.\n\n',
            `- Artifact: ${artifact.paths.map((path) => code(path)).join(', ')} packed once (stack ${code(artifact.stack)}), known by its digest, stored in ${code(artifact.store)}\n`,
            ...(artifact.build === undefined ? [] : [`- Built by: ${code(artifact.build.argv.join(' '))}\n`]),
            ...service.environments.flatMap(placesOf),
        ].join(''),
    };
}
function placesOf({ name, target }) {
    const variables = Object.keys(target.env);
    return [
        `- ${prose(name, 80)} runs ${code(target.argv.join(' '))} in ${code(`${target.directory}/releases/<digest>`)}`,
        target.ready === undefined ? '; ready when its port is open' : `; ready when ${code(target.ready)} answers 2xx`,
        variables.length === 0 ? '' : `; variables set for it: ${variables.map((variable) => code(variable)).join(', ')} (values are in the settings)`,
        '\n',
    ];
}
/** Where the proxy listens; the free port that `0` asks for is only known once it runs. */
function runbook_about_addressOf({ target }) {
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    return target.port === 0 ? `http://${host} (a free port; see status)` : `http://${host}:${target.port}`;
}
function runbook_about_strategyOf({ strategy, steps }) {
    return steps.length === 0 ? strategy : `${strategy} (${steps.map((step) => `${step.weight} % for ${step.bakeSeconds} s`).join(', ')}, then 100 %)`;
}

;// CONCATENATED MODULE: ./build/src/domain/records/runbook-commands.js




/** The command line for one service and environment. */
function commandLine(command, { service }, environment) {
    return `npx flowspec-operate ${command} --service ${shellWord(service.name)}${environment === undefined ? '' : ` --environment ${shellWord(environment.name)}`}`;
}
/** From a validated task to production, and each step alone. */
function deploymentBlock(facts) {
    const tests = facts.settings.gate.tests.map((test) => `- ${prose(test.name, 80)}: ${code(test.argv.join(' '))}\n`);
    return {
        section: 'deployment',
        text: [
            '## Deployment\n\n',
            'Look before you leap; this prints every effect and changes nothing:\n\n',
            shell([`${commandLine('run', facts)} --task-id <task> --dry-run`]),
            '\nPackage once, deploy to each environment in order, record the release:\n\n',
            shell([`${commandLine('run', facts)} --task-id <task>`]),
            '\nOne environment alone, with an artifact that was packaged before:\n\n',
            shell(facts.service.environments.map((one) => `${commandLine('deploy', facts, one)} --digest <sha256:...>`)),
            ...(tests.length === 0 ? [] : ['\nBefore anything is deployed these must succeed:\n\n', ...tests]),
            '\nWhat is live is written in:\n\n',
            ...facts.service.environments.map((one) => `- ${prose(one.name, 80)}: ${code(deploymentManifestPath({ service: facts.service.name, environment: one.name }))}\n`),
            '\nA run that was cut off is resumed or rolled back by the next one, or at once by:\n\n',
            shell([commandLine('reconcile', facts)]),
        ].join(''),
    };
}
/** How to go back, in each environment. */
function rollbackBlock(facts) {
    return {
        section: 'rollback',
        text: [
            '## Rollback\n\n',
            'A release that its health gate speaks against is rolled back without anyone. By hand, to the release before:\n\n',
            shell(facts.service.environments.toReversed().map((one) => `${commandLine('rollback', facts, one)} --reason "<why>"`)),
            '\nTo another one, add `--to <deployment id or digest>`; it must have been verified there and not be quarantined. What can be gone back to:\n\n',
            ...facts.service.environments.map((one) => `- ${prose(one.name, 80)}: ${code(rollbackManifestPath({ service: facts.service.name, environment: one.name }))}\n`),
            '\nA digest that failed in production is quarantined. Once the reason is understood, deploy it with `--allow-quarantined --reason "<why>"`; that is recorded.\n',
        ].join(''),
    };
}
/** Lines to type, in a fence that their text cannot end. */
function shell(lines) {
    return `\`\`\`sh\n${lines.map((line) => `${inertLine(line, 2000)}\n`).join('')}\`\`\`\n`;
}

;// CONCATENATED MODULE: ./build/src/domain/records/runbook-trouble.js







/** Where to look: state, checks, logs and the ledger. */
function monitoringBlock(facts) {
    const { service, settings, feature } = facts;
    const refs = service.environments.map((one) => shellWord((0,ledger_ref/* refOf */.H8)({ service: service.name, environment: one.name }, settings.ledger.namespace)));
    const checks = service.environments.flatMap((one) => [
        ...one.smoke.map((check) => checkRow(one, check, 'smoke test')),
        ...one.health.map((check) => checkRow(one, check, `every ${one.pollSeconds} s of a rollout`)),
    ]);
    return {
        section: 'monitoring',
        text: [
            '## Monitoring\n\n',
            'What runs where, since when, by whom, and who holds the lock:\n\n',
            shell(service.environments.map((one) => commandLine('status', facts, one))),
            ...(checks.length === 0 ? ['\nNo checks are set: only the readiness of its instances and its traffic are watched.\n'] : ['\n| Environment | Check | Kind | What it looks at | When |\n| --- | --- | --- | --- | --- |\n', ...checks]),
            '\nWhere things are written:\n\n',
            `- Deployment log: ${code(deployLogPath(feature))}\n`,
            `- Events: ${code(EVENTS_PATH)}\n`,
            `- What runs where: ${code(REGISTRY_PATH)}\n`,
            ...service.environments.flatMap((one) => [
                `- ${prose(one.name, 80)}: instances ${code(`${one.target.directory}/releases/<digest>/logs/`)}, proxy and supervisor ${code(`${one.target.directory}/supervisor.log`)}, last judgement ${code(healthReportPath({ service: service.name, environment: one.name }))}\n`,
            ]),
            '\nThe ledger is a chain of git commits, newest first, that any git can read:\n\n',
            shell(refs.map((ref) => `git log --format='%h %cI %s' ${ref}`)),
        ].join(''),
    };
}
function checkRow(environment, check, when) {
    return `| ${prose(environment.name, 80)} | ${cell(check.name, 80)} | ${check.area} | ${runbook_trouble_subjectOf(check)} | ${when} |\n`;
}
function runbook_trouble_subjectOf(check) {
    if (check.kind === 'command')
        return cell(check.argv.join(' '));
    if (check.kind === 'tcp')
        return check.port === undefined ? 'its own port is open' : `${cell(`${check.host ?? 'its own host'}:${check.port}`)} is open`;
    const { status, latencyMs } = check.expect;
    return `${cell(`${check.method} ${check.path}`)} gives ${status.join(' or ')}${latencyMs === undefined ? '' : ` within ${latencyMs} ms`}`;
}
/** What to do for each way a run ends that needs a person. */
const ADVICE = [
    ['candidate_unhealthy', 'Read the log of the instances of the new digest; start it by hand with PORT set. Production was not touched.'],
    ['smoke_failed', 'See the failed check and its output in the health report. Mend the release, or the check if it is wrong.'],
    ['health_failed', 'A health check failed repeatedly while the release had traffic. Look at what the check depends on before blaming the release.'],
    ['evidence_against', 'Compare errors and latency before and after in the health report; then look at the logs of the new release in that time.'],
    ['slo_breached', 'The release alone breaks the objective. Look at its errors first.'],
    ['undecided', 'Too little evidence within the limit: give it more traffic or a longer hold.'],
    ['no_data', 'Almost no requests reached the release. Send traffic, or allow a rollout without it with `traffic: optional`.'],
    ['measurement_failed', 'The proxy could not be read. Look at supervisor.log and at the disk.'],
    ['drifted', 'Someone changed the target outside of the ledger. Compare `status` with what should run; then deploy what is right.'],
    ['live_digest_mismatch', 'Something else changed the target at the same time. Run `reconcile`.'],
    ['lock_conflict', 'Another run works on this environment; `status` names it. Wait for it, or stop that run.'],
    ['lock_timeout', 'As `lock_conflict`, for longer than `lock-timeout`. A lock of a run that died is taken over by itself once it has expired.'],
    ['quarantined', 'This digest failed in production. Build a mended one.'],
    ['verification_failed', 'The artifact is not what was built. Do not bypass this; package again.'],
    ['rollback_failed', 'Someone must look now: read the log tail, then run `reconcile`; it tries again.'],
    ['no_rollback_target', 'No other release was verified here. Deploy a mended one forward.'],
    ['bookkeeping_pending', 'The release is live and fine; a record is missing. Run the same command again.'],
];
/** Each reason with what it means, what to do, and how often it was seen here. */
function troubleshootingBlock({ deployments }) {
    const rows = ADVICE.map(([reason, advice]) => {
        const seen = deployments.filter((one) => one.cause?.code === reason).length;
        return `| ${code(reason)} | ${REASONS[reason]} | ${advice} | ${seen === 0 ? 'no' : plural(seen, 'time')} |\n`;
    });
    return {
        section: 'troubleshooting',
        text: `## Troubleshooting\n\nEvery run ends with a reason code. Seen here: among the last ${plural(deployments.length, 'deployment')}.\n\n| Reason | Meaning | What to do | Seen here |\n| --- | --- | --- | --- |\n${rows.join('')}`,
    };
}

;// CONCATENATED MODULE: ./build/src/domain/records/runbook.js
// The runbook of one service, written from its settings (SPEC H1). What nobody told us is asked, never invented.





/**
 * The runbook as it should be written: new, or the existing one with its generated sections brought up to date and every other byte
 * as it was. A question stays open until its marked line is replaced by an answer.
 */
function runbook(facts, existing) {
    const [overview, architecture, deployment] = [overviewBlock(facts), architectureBlock(facts), deploymentBlock(facts)];
    const [rollback, monitoring, troubleshooting] = [rollbackBlock(facts), monitoringBlock(facts), troubleshootingBlock(facts)];
    if (existing === undefined || existing.trim() === '') {
        const text = newDocument([introduction(facts), overview, dependencies(), architecture, deployment, rollback, monitoring, dashboards(), troubleshooting, onCall(facts)]);
        return { text, questions: openQuestions(text), edited: [], missing: [] };
    }
    const merged = mergeDocument(existing, [overview, architecture, deployment, rollback, monitoring, troubleshooting]);
    return { ...merged, questions: openQuestions(merged.text) };
}
const MARK = '<!-- operate:question -->';
/** The questions whose marked line still stands in the text. */
function openQuestions(text) {
    return text.split(/\r?\n/).filter((line) => line.trimEnd().endsWith(MARK)).map((line) => line.slice(0, line.lastIndexOf(MARK)).replace(/^[\s>-]*\*\*To be answered:\*\*/, '').trim());
}
function runbook_ask(question) {
    return `> **To be answered:** ${question} ${MARK}`;
}
function introduction({ service, settings }) {
    return [
        `# Runbook: ${prose(service.name, 80)}`,
        '',
        `The parts between \`operate:begin\` and \`operate:end\` are written from ${prose(settings.source, 120)} and brought up to date by every release; a part that is`,
        'edited by hand is kept as it is. Everything else belongs to you.',
    ].join('\n');
}
function dependencies() {
    return ['### What it depends on', '', runbook_ask('Which databases, queues and other services does it need, and what happens when each is away?')].join('\n');
}
function dashboards() {
    return ['### Dashboards', '', runbook_ask('Where are its dashboards and alerts?')].join('\n');
}
function onCall({ service, settings }) {
    const { stakeholders } = settings.notifications;
    const told = stakeholders.length === 0 ? [] : ['', `Told about every release: ${stakeholders.map((one) => prose(one, 80)).join(', ')}.`];
    return [
        '## On call',
        '',
        runbook_ask(`Who is on call for ${prose(service.name, 80)}, and how are they reached?`),
        '',
        runbook_ask('Who decides when they cannot be reached, and after how many minutes is that person called?'),
        ...told,
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/src/commands/finalize.js
// After production is verified, and only then: tag, changelog, runbook, label, events (SPEC F1). Every step finds out whether it is
// done already, so finalize may be run again after a crash.
















/** `finalize` as a command: for what production runs now. */
async function finalize(context, recorder) {
    await admitTask(context, recorder, 'operate');
    const live = await move_label_productionOf(context, context.service);
    if (live === undefined)
        throw stop('artifact_missing', 'production runs nothing that was verified', 'Deploy to production first.');
    const wanted = context.intent.digest ?? live.digest;
    if (wanted !== live.digest)
        throw stop('live_digest_mismatch', `production runs ${live.digest}, not ${wanted}`, 'Finalize is for what runs; leave out --digest, or deploy that digest first.');
    if (context.intent.dryRun || context.intent.validateOnly)
        return { decision: 'planned', reason: 'dry_run', message: `${live.version} would be finalized; nothing was changed.` };
    return finalizeRelease(context, recorder, { release: live });
}
/** Finalizes what production runs, after reading from the ledger that it is this release and verified. */
async function finalizeRelease(context, recorder, options) {
    const { release } = options;
    const production = productionEnvironment(context);
    return recorder.stage('finalize', async () => {
        const value = await withSession(context, production.name, release.commit, async (session) => {
            const { live, finalized, deployments } = session.state;
            if (live === undefined || live.digest !== release.digest || live.outcome !== 'verified') {
                throw stop('live_digest_mismatch', `${production.name} does not run ${release.version} verified`, 'Deploy it first; finalize comes after a verified production.');
            }
            if (finalized?.deployment === live.id && (await isTaskDone(context, release.task)))
                return alreadyDone(production, release);
            const previous = deployments.find((one) => one.outcome === 'verified' && one.digest !== live.digest);
            const ending = await writeEverything(context, recorder, { production, live, previous, deployments });
            await session.append({ kind: 'finalized', deployment: live.id, tag: ending.tag, ...(ending.label === undefined ? {} : { label: ending.label }) });
            return { decision: 'deployed', reason: 'ok', message: `${live.version} is live and verified in ${production.name}; ${ending.note}.` };
        });
        return { value, notes: value.message };
    });
}
function alreadyDone(production, release) {
    return { decision: 'nothing_to_do', reason: 'already_done', message: `${release.version} is live in ${production.name} and finalized already.` };
}
async function isTaskDone(context, id) {
    if (id === undefined)
        return true;
    const to = edgeOf(context.machine, 'operate')?.to;
    const task = await context.tasks.find(id);
    return task === undefined || to === undefined || !workflowLabels(task.labels).every((label) => label !== `workflow:${to}`);
}
async function writeEverything(context, recorder, options) {
    const { service, settings, repository } = context;
    const { production, live, previous, deployments } = options;
    const key = { service: service.name, environment: production.name };
    const tag = tagName(live.version, service.name, settings.services.length);
    await repository.tag(tag, live.commit, tagMessage(key, live));
    recorder.note({ tag, environment: production.name });
    await writeChangelog(context, recorder, { live, previous });
    await writeRunbook(context, recorder, deployments);
    const move = live.task === undefined ? undefined : await moveTask(context, recorder, { task: live.task, via: 'operate' });
    const change = { ...key, production: true, strategy: production.strategy, deployment: live, ...(previous === undefined ? {} : { previous }) };
    const changed = await filesChanged(context, { kind: 'verified', deployment: live, ...(previous === undefined ? {} : { previous }) });
    const durationMs = (live.endedAt ?? context.clock.now()) - live.startedAt;
    await emit(context, recorder, [changeCompleted(change, { durationMs, filesChanged: changed, tag, records: recorder.records })]);
    return { tag, ...(move?.moved === true && live.task !== undefined ? { label: `workflow:${edgeOf(context.machine, 'operate')?.to ?? ''}` } : {}), note: move?.note ?? 'no task belongs to it' };
}
async function writeChangelog(context, recorder, options) {
    const { live, previous } = options;
    const path = changelogPath(context.service.name, context.settings.services.length);
    try {
        const commits = await context.repository.log(previous?.commit, live.commit);
        const section = changelogSection(live.version, live.endedAt ?? live.startedAt, commits);
        const existing = await context.files.read(path);
        const text = insertSection(existing, live.version, section);
        if (text !== existing)
            await writeRecord(context, recorder, path, text);
    }
    catch (error) {
        context.console.warn(`${path} was not written: ${(0,errors/* messageOf */.bD)(error)}`);
    }
}
async function writeRunbook(context, recorder, deployments) {
    const path = runbookPath(recorder.task?.feature ?? context.service.name);
    const existing = await context.files.read(path);
    const written = runbook({ settings: context.settings, service: context.service, feature: recorder.task?.feature ?? context.service.name, deployments }, existing);
    for (const question of written.questions)
        recorder.addQuestion(question);
    for (const section of written.edited)
        context.console.warn(`${path}: the section ${section} was edited by hand and is left as it is`);
    for (const section of written.missing)
        context.console.warn(`${path}: there is no place for the section ${section}; delete the file to have it written anew`);
    if (written.text !== existing)
        await writeRecord(context, recorder, path, written.text);
}
function productionEnvironment(context) {
    return context.service.environments.find((environment) => environment.production) ?? context.service.environments[0];
}
/** After a manual rollback the label follows (SPEC G1); only production moves it. */
async function finishRollback(context, recorder, options) {
    const { environment, release, deployed } = options;
    const gone = deployed.previous?.task;
    const moves = environment.production && gone !== undefined && gone !== release.task;
    const move = moves ? await moveTask(context, recorder, { task: gone, via: 'rollback' }) : undefined;
    const note = move === undefined ? '' : `; ${move.note}`;
    return { decision: 'rolled_back', reason: 'ok', message: `${environment.name} runs ${release.version} again, verified${note}.` };
}
/** Brings the labels to what the ledger proves: moves that were cut off, and the move that belongs to a rollback. */
async function repairLabels(context, recorder) {
    const state = await productionState(context);
    const edge = edgeOf(context.machine, 'operate');
    const from = edge?.from[0];
    if (edge === undefined || from === undefined)
        return [];
    const repaired = [];
    for (const id of new Set(state.deployments.flatMap((deployment) => deployment.task ?? []))) {
        const task = await context.tasks.find(id);
        const steps = task === undefined ? undefined : repairMove(task.labels, context.machine, state.live?.task === id ? edge.to : from);
        if (steps === undefined)
            continue;
        if (!changesNothing(context))
            await applySteps(context, id, steps);
        repaired.push(`${id}: finished a label move that had been cut off`);
    }
    const gone = takenAway(state);
    const task = gone === undefined ? undefined : await context.tasks.find(gone);
    if (gone === undefined || !workflowLabels(task?.labels ?? []).includes(`workflow:${edge.to}`))
        return repaired;
    if (changesNothing(context))
        return [...repaired, `${gone}: its release was rolled back, its label says ${edge.to}`];
    return [...repaired, (await moveTask(context, recorder, { task: gone, via: 'rollback' })).note];
}
/** The task whose release a rollback, live now, took away. */
function takenAway(state) {
    const { live, deployments } = state;
    if (live?.command !== 'rollback')
        return undefined;
    const before = deployments.slice(deployments.findIndex((one) => one.id === live.id) + 1).find((one) => one.outcome === 'verified');
    return before?.task === live.task ? undefined : before?.task;
}
/** A run that died between its verdict and finalize left a release that is live and verified; what belongs to that is done now. */
async function finalizeLive(context, recorder) {
    const { live, finalized } = await productionState(context);
    if (live?.command !== 'deploy' || finalized?.deployment === live.id)
        return [];
    if (changesNothing(context))
        return [`${live.version}: live and verified, not finalized`];
    const task = live.task === undefined ? undefined : await context.tasks.find(live.task);
    if (task !== undefined)
        recorder.note({ task: { id: task.id, title: task.title, state: workflowLabels(task.labels).join(', '), feature: task.feature } });
    return [(await finalizeRelease(context, recorder, { release: live })).message.replace(/\.$/, '')];
}
async function productionState(context) {
    return (await context.ledger.read({ service: context.service.name, environment: productionEnvironment(context).name }))?.entry.state ?? emptyState;
}

;// CONCATENATED MODULE: ./build/src/commands/package.js



/** Packs this commit into one artifact with SBOM and signed provenance. The task's state does not matter yet. */
async function packageArtifact(context, recorder) {
    const source = await sourceOf(context, recorder);
    if (context.intent.dryRun || context.intent.validateOnly)
        return planPackage(context, recorder, source.commit);
    const built = await recorder.stage('build', async () => {
        const value = await buildOnce(context, recorder, source);
        return { value, notes: value.notes };
    });
    recorder.note({ version: built.release.version });
    return { decision: 'packaged', reason: 'ok', message: `${built.release.version} is ${built.release.digest}.` };
}

;// CONCATENATED MODULE: ./build/src/commands/reconcile.js
// Whoever comes next finishes what a cancelled, crashed or vanished run left behind (SPEC G2).












/** Finishes interrupted rollouts, frees locks of runs that are gone, and brings every target to what the ledger says is live. */
async function reconcile(context, recorder) {
    const done = [];
    const failures = [];
    const environments = context.intent.environment === undefined ? context.service.environments : [environment_of_environmentOf(context)];
    for (const environment of environments) {
        try {
            const head = await context.ledger.read({ service: context.service.name, environment: environment.name });
            if (head !== undefined)
                done.push(...(await reconcileEnvironment(context, environment, head)));
        }
        catch (error) {
            // One environment that cannot be mended must not keep the others as they are.
            if (context.signal.aborted)
                throw error;
            context.console.warn(`${environment.name}: ${(0,errors/* messageOf */.bD)(error)}`);
            failures.push(error);
        }
    }
    if (failures.length > 0)
        throw failures[0];
    await refuseForgotten(context);
    done.push(...(await repairLabels(context, recorder)), ...(await finalizeLive(context, recorder)));
    for (const line of done)
        context.console.line(line);
    if (done.length === 0)
        return { decision: 'nothing_to_do', reason: 'already_done', message: 'Ledger, targets and labels agree; nothing to repair.' };
    if (changesNothing(context))
        return { decision: 'planned', reason: 'dry_run', message: `To repair: ${done.join('; ')}. Nothing was changed.` };
    return { decision: 'reconciled', reason: 'ok', message: `Repaired: ${done.join('; ')}.` };
}
async function reconcileEnvironment(context, environment, head) {
    const { state } = head.entry;
    const target = context.target(context.service, environment);
    const owner = state.lease === undefined ? undefined : await context.runs.state(state.lease.owner);
    if (state.lease !== undefined && owner === 'running' && state.lease.owner.id !== context.run.id) {
        context.console.line(`${environment.name}: ${state.lease.owner.id} is at work; left alone`);
        return [];
    }
    const isBroken = await breakLock(context, { environment, state, owner });
    const drifted = state.live !== undefined && liveDigestOf(await target.observe(context.signal)) !== state.live.digest;
    if (state.lease === undefined && state.current === undefined && !drifted)
        return [];
    if (changesNothing(context))
        return planOf(environment, state, drifted);
    const commit = state.live?.commit ?? state.current?.deployment.commit ?? (await context.repository.head()).commit;
    return withSession(context, environment.name, commit, async (session) => {
        const finished = await finishInterrupted(context, { session, target, environment });
        const lines = finished === undefined ? [] : [`${environment.name}: finished an interrupted rollout (${finished.rollout.outcome ?? 'failed'})`];
        const restored = await restoreLive(context, { session, environment });
        const freed = state.lease === undefined ? [] : [`${environment.name}: ${isBroken ? 'broke' : 'freed'} the lock of ${state.lease.owner.id}`];
        return [...lines, ...restored, ...freed];
    });
}
/**
 * A person who gives a reason vouches that the holder of an expired lock is gone, where nothing can tell (docs/reference/ledger.md).
 * Nothing is broken that is known to live or has not expired.
 */
async function breakLock(context, options) {
    const { actor, clock, console, intent, ledger, run, service } = context;
    const { environment, state, owner } = options;
    const { lease } = state;
    if (lease === undefined || owner !== 'unknown' || intent.reason === undefined || changesNothing(context))
        return false;
    if (lease.owner.id === run.id || clock.now() < lease.expiresAt)
        return false;
    const commit = state.live?.commit ?? state.current?.deployment.commit ?? (await context.repository.head()).commit;
    const key = { service: service.name, environment: environment.name };
    await appendFreely({ store: ledger, clock, key, run, actor, commit }, { kind: 'lease-broken', actor, reason: intent.reason });
    console.warn(`${environment.name}: ${actor} broke the lock of ${(0,ledger_lease/* nameRun */.Lu)(lease.owner)}: ${intent.reason}`);
    return true;
}
/** An environment that was taken out of the configuration while something was under way there is not in order, and must not seem to be. */
async function refuseForgotten(context) {
    const { ledger, service, settings } = context;
    const known = new Set(service.environments.map((environment) => environment.name));
    for (const key of await ledger.keys()) {
        if (key.service !== service.name || key.environment === entry/* BUILD_ENVIRONMENT */.T || known.has(key.environment))
            continue;
        const current = (await ledger.read(key))?.entry.state.current;
        if (current === undefined)
            continue;
        throw stop('bad_input', `${key.environment} has a rollout of ${current.deployment.version} that was left at ${current.rollout.weight} % (${current.rollout.phase}), and ${settings.source} does not name ${key.environment} any more`, `Put ${key.environment} back into ${settings.source}, reconcile, and take it out then.`);
    }
}
function planOf(environment, state, drifted) {
    return [
        ...(state.current === undefined ? [] : [`${environment.name}: finish the rollout of ${state.current.deployment.version}, left at ${state.current.rollout.weight} % (${state.current.rollout.phase})`]),
        ...(drifted && state.live !== undefined ? [`${environment.name}: bring ${state.live.version} back`] : []),
        ...(state.lease === undefined ? [] : [`${environment.name}: free the lock of ${state.lease.owner.id}`]),
    ];
}
async function restoreLive(context, options) {
    const { session, environment } = options;
    const { live } = session.state;
    const target = context.target(context.service, environment);
    if (live === undefined)
        return [];
    const before = liveDigestOf(await target.observe(context.signal));
    if (before === live.digest)
        return [];
    const snapshot = { id: `snap_${context.clock.ulid()}`, at: context.clock.now(), stable: { digest: live.digest, version: live.version, instances: environment.target.instances } };
    const state = await target.restore(snapshot, { fence: session.fence, signal: context.signal });
    if (liveDigestOf(state) !== live.digest) {
        throw stop('rollback_failed', `${environment.name} does not run ${live.version} (${(0,artifact_digest/* shortDigest */.V)(live.digest)}) after it was restored`, 'Look at the instance logs in the target directory.');
    }
    return [`${environment.name}: ${live.version} is live again (found ${before === undefined ? 'nothing' : (0,artifact_digest/* shortDigest */.V)(before)})`];
}

;// CONCATENATED MODULE: ./build/src/commands/preempt.js




/** Between taking the lock and beginning a rollout a run only looks at its target. */
const SHOWS_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;
/**
 * Asks whoever is changing the environment to stop, waits for the lock, and finishes what a run that is gone left behind. Another
 * rollback is left alone: it is under way to where this one wants to be, or its lock is waited for (FAULTS C19). Where to go back to is
 * then told from what was live when this one was asked for, so that two that ask at once do not go back two releases.
 */
async function preempt(context, environment, found) {
    const before = await preempt_shown(context, environment, found);
    const { lease, current } = before;
    if ((lease === undefined && current === undefined) || current?.deployment.command === 'rollback')
        return { state: found };
    const commit = before.live?.commit ?? current?.deployment.commit ?? (await context.repository.head()).commit;
    if (lease !== undefined)
        await preempt_askToStop(context, { environment, holder: (0,ledger_lease/* nameRun */.Lu)(lease.owner), commit });
    const target = context.target(context.service, environment);
    return withSession(context, environment.name, commit, async (session) => {
        await finishInterrupted(context, { session, target, environment });
        const { state } = session;
        const [newest] = state.deployments;
        const isNew = newest !== undefined && before.deployments.every((known) => known.id !== newest.id);
        return { state, ...(isNew && newest.command === 'deploy' && newest.outcome !== 'verified' ? { stopped: newest } : {}) };
    });
}
/** Who holds the lock and has begun nothing yet may be another rollback: that shows as soon as it begins. */
async function preempt_shown(context, environment, found) {
    const { clock, ledger, service, signal } = context;
    const until = clock.now() + SHOWS_WITHIN_MS;
    let state = found;
    while (state.lease !== undefined && state.current === undefined && clock.now() < until) {
        await clock.sleep(LOOK_EVERY_MS, signal);
        state = (await ledger.read({ service: service.name, environment: environment.name }))?.entry.state ?? state;
    }
    return state;
}
async function preempt_askToStop(context, options) {
    const { actor, clock, console, intent, ledger, run, service } = context;
    const { environment, holder, commit } = options;
    const key = { service: service.name, environment: environment.name };
    await appendFreely({ store: ledger, clock, key, run, actor, commit }, { kind: 'abort-requested', actor, reason: intent.reason ?? 'a rollback was asked for' });
    console.line(`${environment.name}: asked ${holder} to stop; it rolls back what it has under way and frees the lock`);
}

;// CONCATENATED MODULE: ./build/src/commands/rollback.js










/**
 * Rolls one environment back to the previous verified release, a deployment or a digest. To what is live already is a no-op. A
 * deployment under way is stopped first; when that brings the release back that was asked for, the rollback is done.
 */
async function rollback(context, recorder) {
    const environment = environment_of_environmentOf(context);
    const head = await context.ledger.read({ service: context.service.name, environment: environment.name });
    if (head === undefined)
        throw stop('no_rollback_target', `nothing was ever deployed to ${environment.name}`, 'Deploy something first: `flowspec-operate run`.');
    const { state, stopped } = changesNothing(context) ? { state: head.entry.state } : await preempt(context, environment, head.entry.state);
    const { live } = state;
    const target = rollbackTarget(state, context.intent.to);
    if (stopped !== undefined && stopped.cause?.code !== 'rollback_failed' && (context.intent.to === 'previous' || isLiveAlready(target))) {
        return stoppedInstead(recorder, { environment, stopped, state });
    }
    if (target.kind === 'problem') {
        const { code, what, remedy } = target.problem;
        if (code === 'already_done')
            return { decision: 'nothing_to_do', reason: 'already_done', message: `${what} in ${environment.name}.` };
        throw stop(code === 'quarantined' ? 'quarantined' : 'no_rollback_target', what, remedy);
    }
    const { deployment } = target;
    const release = {
        digest: deployment.digest,
        version: deployment.version,
        commit: deployment.commit,
        committedAt: deployment.committedAt,
        ...(deployment.task === undefined ? {} : { task: deployment.task }),
    };
    const admitted = await admitRollback(context, recorder, live);
    await validationStage(context, recorder, { admitted, environments: [environment], withTests: false });
    if (context.intent.validateOnly)
        return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' };
    if (context.intent.dryRun)
        return planDeploy(context, recorder, { environment, release, inOneStep: true });
    const deployed = await deployStage(context, recorder, { environment, release, command: 'rollback', admitted });
    if (deployed.kind !== 'verified')
        return endingOfDeployment(environment, release, deployed);
    return finishRollback(context, recorder, { environment, release, deployed, admitted });
}
function isLiveAlready(target) {
    return target.kind === 'problem' && target.problem.code === 'already_done';
}
/** What was live before the deployment that was stopped is what `previous` means while it is under way. */
function stoppedInstead(recorder, options) {
    const { environment, stopped, state } = options;
    recorder.note({ environment: environment.name, ...(state.live === undefined ? {} : { version: state.live.version }) });
    const now = state.live === undefined ? 'nothing was live before and nothing is now' : `${state.live.version} is live`;
    return { decision: 'rolled_back', reason: 'ok', message: `${stopped.version} was stopped in ${environment.name} before it was verified; ${now}.` };
}

;// CONCATENATED MODULE: ./build/src/commands/run.js







/** Takes a task from Validated to Deployed. Safe to run again: what is done is found done. */
async function run(context, recorder) {
    const { intent, service } = context;
    const admitted = await admitTask(context, recorder, 'operate');
    await validationStage(context, recorder, { admitted, environments: service.environments });
    if (intent.validateOnly)
        return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' };
    if (intent.dryRun)
        return planRun(context, recorder, admitted);
    const release = await recorder.stage('build', async () => {
        const built = await buildOnce(context, recorder, admitted.source);
        return { value: forTask(built.release, admitted), notes: built.notes };
    });
    for (const environment of service.environments) {
        if (environment.production && !intent.autoDeploy) {
            return {
                decision: 'promoted',
                reason: 'awaiting_approval',
                message: `${release.version} passed staging; production waits.`,
                remedy: `Go on with: npx flowspec-operate deploy --environment ${environment.name} --digest ${release.digest}, then npx flowspec-operate finalize`,
            };
        }
        const deployed = await deployStage(context, recorder, { environment, release, command: 'deploy', admitted });
        if (deployed.kind === 'rolled-back' || deployed.kind === 'failed')
            return endingOfDeployment(environment, release, deployed);
    }
    return finalizeRelease(context, recorder, { release });
}

;// CONCATENATED MODULE: ./build/src/domain/ledger/dora.js
const DAY = 86_400_000;
/** Computes the numbers from ended deployments in any order; those that still run are ignored. */
function doraOf(deployments, window) {
    const ended = deployments
        .flatMap((deployment) => (deployment.endedAt === undefined ? [] : [{ ...deployment, endedAt: deployment.endedAt }]))
        .toSorted((a, b) => a.endedAt - b.endedAt);
    const changes = ended.filter((one) => one.command === 'deploy' && one.endedAt >= window.from && one.endedAt < window.to);
    const verified = changes.filter((one) => one.outcome === 'verified');
    const reached = changes.filter((one) => one.outcome === 'verified' || reachedUsers(one));
    const failures = reached.map((one) => failureOf(one, ended)).filter((failure) => failure !== undefined);
    const leadTimeMs = median(verified.map((one) => one.endedAt - one.committedAt));
    const timeToRestoreMs = median(failures.flatMap((failure) => (failure.restoredMs === undefined ? [] : [failure.restoredMs])));
    return {
        deployments: verified.length,
        deploymentsPerDay: (verified.length * DAY) / Math.max(window.to - window.from, 1),
        ...(leadTimeMs === undefined ? {} : { leadTimeMs }),
        ...(reached.length === 0 ? {} : { changeFailureRate: failures.length / reached.length }),
        ...(timeToRestoreMs === undefined ? {} : { timeToRestoreMs }),
    };
}
/** A candidate that never had public traffic hurt nobody. Entries without that knowledge count when they were rolled back. */
function reachedUsers(one) {
    return one.touched ?? one.outcome === 'rolled-back';
}
/** How a change failed; undefined when it stayed. `restoredMs` is absent while nothing has been restored. */
function failureOf(one, ended) {
    if (one.outcome === 'rolled-back')
        return { restoredMs: one.endedAt - one.startedAt };
    const later = ended.slice(ended.indexOf(one) + 1);
    const next = later.find((other) => other.outcome === 'verified');
    if (one.outcome === 'verified')
        return next?.command === 'rollback' ? { restoredMs: next.endedAt - one.endedAt } : undefined;
    return next === undefined ? {} : { restoredMs: next.endedAt - one.startedAt };
}
function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
    return middle.length === 0 ? undefined : middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

;// CONCATENATED MODULE: ./build/src/commands/status.js
// What runs where, since when, by whom, and how well deploying goes: folds over the ledger (SPEC K5).







/** The DORA numbers look back this far. */
const WINDOW_DAYS = 30;
const status_DAY = 86_400_000;
/** Prints the state of every environment of the service and checks every ledger's chain. Changes nothing. */
async function status_status(context) {
    const wanted = context.service.environments.filter((environment) => context.intent.environment === undefined || environment.name === context.intent.environment);
    const lines = [];
    for (const environment of wanted)
        lines.push(...(await describe(context, environment)));
    for (const line of lines)
        context.console.line(line);
    return { decision: 'reported', reason: 'ok', message: `${context.service.name}: ${wanted.map((environment) => environment.name).join(', ')}; every ledger is intact.` };
}
async function describe(context, environment) {
    const heads = [];
    for await (const head of context.ledger.history({ service: context.service.name, environment: environment.name }))
        heads.push(head);
    const [newest] = heads;
    if (newest === undefined)
        return [`${environment.name}: nothing was ever deployed`];
    const [finding] = verifyChain(heads);
    if (finding !== undefined)
        throw stop('ledger_unreadable', `the ledger of ${environment.name} does not hold together: ${JSON.stringify(finding)}`, 'See docs/reference/ledger.md, "When something is wrong".');
    const { state } = newest.entry;
    const now = context.clock.now();
    return [
        `${environment.name}: ${liveText(state.live)}`,
        `  target: ${await targetText(context, environment, state.live)}`,
        ...(state.current === undefined ? [] : [`  in progress: ${state.current.deployment.version} at ${state.current.rollout.weight} % (${state.current.rollout.phase})`]),
        state.lease === undefined ? '  lock: free' : `  lock: ${(0,ledger_lease/* nameRun */.Lu)(state.lease.owner)}, until ${iso(state.lease.expiresAt)}`,
        ...state.quarantine.map((quarantine) => `  quarantined: ${(0,artifact_digest/* shortDigest */.V)(quarantine.digest)} since ${iso(quarantine.at)}: ${quarantine.reason}`),
        ...state.deployments.slice(0, 5).map((one) => `  ${iso(one.endedAt ?? one.startedAt)} ${one.command} ${one.version} (${(0,artifact_digest/* shortDigest */.V)(one.digest)}) ${one.outcome}, ${one.id}`),
        `  last ${WINDOW_DAYS} days: ${doraText(doraOf(deploymentsIn(heads.map((head) => head.entry)), { from: now - WINDOW_DAYS * status_DAY, to: now + 1 }))}`,
        `  ledger: ${heads.length} entries, chain intact`,
    ];
}
/** What the target itself says, next to what the ledger says: only both together are the truth. */
async function targetText(context, environment, live) {
    try {
        const found = await context.target(context.service, environment).observe(context.signal);
        const shares = found.releases.filter((release) => release.weight > 0).map((release) => `${release.version} (${(0,artifact_digest/* shortDigest */.V)(release.digest)}) at ${release.weight} %, ${release.instances.filter(live_isServing).length} of ${release.instances.length} instances healthy`);
        const runs = shares.length === 0 ? 'runs nothing' : `runs ${shares.join(', ')}`;
        return liveDigestOf(found) === live?.digest ? runs : `NOT AS THE LEDGER SAYS: ${runs}; \`flowspec-operate reconcile\` brings it back`;
    }
    catch (error) {
        return `cannot be asked: ${(0,errors/* messageOf */.bD)(error)}`;
    }
}
function liveText(live) {
    if (live === undefined)
        return 'nothing is live';
    return `${live.version} (${(0,artifact_digest/* shortDigest */.V)(live.digest)}) live since ${iso(live.endedAt ?? live.startedAt)}, ${live.command} by ${live.actor}${live.task === undefined ? '' : ` for ${live.task}`}`;
}
function iso(at) {
    return new Date(at).toISOString().replace('.000Z', 'Z');
}
/** Every ended deployment of the whole history, which may be longer than the state remembers. */
function deploymentsIn(entries) {
    const found = new Map();
    for (const { event, state } of entries) {
        if (event.kind !== 'rollout-ended')
            continue;
        const [ended] = state.deployments;
        if (ended !== undefined)
            found.set(ended.id, ended);
    }
    return [...found.values()];
}
function doraText(dora) {
    const parts = [
        `${dora.deployments} deployments (${dora.deploymentsPerDay.toFixed(2)} a day)`,
        dora.leadTimeMs === undefined ? 'lead time unknown' : `lead time ${status_duration(dora.leadTimeMs)}`,
        dora.changeFailureRate === undefined ? 'change failure rate unknown' : `change failure rate ${(dora.changeFailureRate * 100).toFixed(0)} %`,
        dora.timeToRestoreMs === undefined ? 'nothing had to be restored' : `time to restore ${status_duration(dora.timeToRestoreMs)}`,
    ];
    return parts.join(', ');
}
function status_duration(ms) {
    const seconds = ms / 1000;
    if (seconds < 120)
        return `${seconds.toFixed(1)} s`;
    if (seconds < 7200)
        return `${(seconds / 60).toFixed(0)} min`;
    return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}

;// CONCATENATED MODULE: ./build/src/commands/verify.js



/** Verifies the artifact offline against the policy of an environment. Changes nothing. */
async function verify(context, recorder) {
    const environment = environment_of_environmentOf(context);
    const head = await context.repository.head();
    const release = await releaseAskedFor(context, head.commit);
    const artifact = await context.chain.store.describe(release.digest);
    if (artifact === undefined)
        throw stop('artifact_missing', `${release.digest} is not in ${context.service.artifact.store}`, 'Run `flowspec-operate package` on this machine, or copy the store here.');
    recorder.setArtifact(artifact);
    recorder.note({ version: release.version, commit: release.commit, environment: environment.name });
    const evidence = await context.chain.custodian.verify(release.digest, {
        requireSbom: environment.policy.requireSbom,
        requireProvenance: environment.policy.requireProvenance,
        commit: release.commit,
    });
    recorder.setEvidence(evidence);
    for (const check of evidence.checks)
        context.console.line(`${check.verdict === 'pass' ? 'ok  ' : 'FAIL'} ${check.name}: ${check.found}${check.verdict === 'pass' ? '' : `, expected ${check.expected}`}`);
    if (evidence.verdict === 'pass')
        return { decision: 'verified', reason: 'ok', message: `${release.version} holds: ${evidence.checks.length} checks passed.` };
    const failed = evidence.checks.filter((check) => check.verdict !== 'pass');
    return {
        decision: 'refused',
        reason: failed[0]?.found === 'none' ? 'attestation_missing' : 'verification_failed',
        message: failed.map((check) => `${check.name}: expected ${check.expected}, found ${check.found}`).join('; ') || 'nothing could be verified',
        remedy: 'Package again from a clean checkout. If the bytes were changed by someone, find out by whom first.',
    };
}

;// CONCATENATED MODULE: ./build/src/commands/index.js









/** What each command does. */
const COMMAND_BODIES = {
    run: run,
    gate: gate,
    package: packageArtifact,
    verify: verify,
    deploy: deploy,
    rollback: rollback,
    finalize: finalize,
    reconcile: reconcile,
    status: status_status,
};

;// CONCATENATED MODULE: ./build/src/commands/keep-out-of-git.js

const EVERYTHING = '# Made by flowspec-operate: what is in this folder belongs to this machine.\n*\n';
/** Artifacts, releases and logs lie in the work tree by default; none of them may be committed by accident. */
async function keepOutOfGit(context) {
    const { service, files } = context;
    const folders = [service.artifact.store, ...service.environments.map((environment) => environment.target.directory), context.intent.reportDirectory];
    for (const folder of new Set(folders)) {
        const path = `${folder}/.gitignore`;
        try {
            // A folder that holds something already may be the user's, with files that belong into commits.
            if ((await files.read(path)) === undefined && (await files.list(folder)).length === 0)
                await files.write(path, EVERYTHING);
        }
        catch (error) {
            // A full disk must not stop the rollback that this run may be.
            context.console.warn(`${path} could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    }
}

;// CONCATENATED MODULE: ./build/src/commands/notify.js


const notify_LIMIT_MS = 10_000;
/** Runs the user's program with the report on its standard input. Without a program nobody is told, and the report says so by naming nobody. */
async function notify(context, recorder, report) {
    const { stakeholders, command } = context.settings.notifications;
    if (command === undefined || !isNews(report))
        return;
    try {
        const ran = await context.programs.run(command, {
            cwd: context.repository.root,
            env: { NOTIFY: stakeholders.join(',') },
            stdin: context.mask(renderResult(report)),
            timeoutMs: notify_LIMIT_MS,
            // A run that was told to stop has news too.
            signal: new AbortController().signal,
        });
        if (ran.code === 0 && !ran.timedOut) {
            recorder.setNotified(stakeholders.length === 0 ? [command.join(' ')] : stakeholders);
            return;
        }
        const how = ran.timedOut ? `did not end within ${notify_LIMIT_MS / 1000} s` : `ended with ${ran.code ?? ran.signal ?? 'an unknown signal'}`;
        context.console.warn(`nobody was told: \`${command.join(' ')}\` ${how}: ${(ran.stderr || ran.stdout).trim().slice(-500)}`);
    }
    catch (error) {
        context.console.warn(`nobody was told: ${(0,errors/* messageOf */.bD)(error)}`);
    }
}
/** Something happened to an environment: a question, a plan or a refusal is no news. */
function isNews(report) {
    return report.rollouts.some((rollout) => rollout.production) || report.reason_code === 'rollback_failed';
}

;// CONCATENATED MODULE: ./build/src/domain/records/deploy-log.js
// The deployment log: plain text for people at night, appended and never rewritten (SPEC F3, D3).



/** A line begins with its time, a line of output with blanks and a bar: no output can pass for an entry. */
const OUTPUT = '    | ';
/** One entry with its newline. Secrets are masked and control characters made visible. */
function logEntry(entry, mask) {
    // Masked before and after: a control character inside a secret would hide it from the first pass.
    const lines = mask(inertBlock(mask(entry.text), 8000)).split('\n');
    const output = entry.tail === undefined ? [] : mask(inertTail(mask(entry.tail))).split('\n');
    const head = `${isoTime(entry.at)} ${entry.level.toUpperCase().padEnd(5)} ${mask(inertLine(mask(entry.where), 120))}: ${inertLine(lines.slice(0, 1).join(''), 2000)}`;
    return [head, ...[...lines.slice(1), ...output].filter((line) => line.trim() !== '').map((line) => `${OUTPUT}${line}`)].map((line) => `${line}\n`).join('');
}
/** A whole run, in the order in which it happened. */
function deployLog(report, mask) {
    const where = report.environment === undefined ? report.service : `${report.service}/${report.environment}`;
    const task = report.task === undefined ? '' : `, ${report.task.id}`;
    const version = report.version === undefined ? '' : `, version ${report.version}`;
    const begin = { at: report.started_at, level: 'info', where, text: `${report.command} by ${report.actor}, run ${report.run.id} attempt ${report.run.attempt}${task}${version}` };
    const remedy = report.remedy === undefined ? '' : `\n${report.remedy}`;
    const last = { at: report.ended_at, level: LEVEL[report.result], where, text: `${report.result} (${report.reason_code}): ${report.message}${remedy}` };
    const between = [
        ...report.overrides.map((one) => ({ at: one.at, level: 'warn', where, text: `${one.what} by ${one.actor}: ${one.reason}` })),
        ...(report.validation?.checks ?? []).flatMap((check) => checkEntries(check, { at: report.started_at, where })),
        ...report.stages.flatMap((stage) => stageEntries(stage, where)),
        ...report.rollouts.flatMap((rollout) => rolloutEntries(report.service, rollout)),
    ];
    return [begin, ...between.toSorted((a, b) => a.at - b.at), last].map((entry) => logEntry(entry, mask)).join('');
}
const LEVEL = { SUCCESS: 'info', PLANNED: 'info', 'ROLLED BACK': 'error', FAILED: 'error', REFUSED: 'warn' };
function checkEntries(check, { at, where }) {
    if (check.verdict === 'pass' || check.verdict === 'skipped')
        return [];
    return [{ at, level: check.verdict === 'warn' ? 'warn' : 'error', where, text: `${check.name}: ${check.detail}` }];
}
function stageEntries(stage, where) {
    if (stage.startedAt === undefined || stage.endedAt === undefined)
        return [];
    const bad = stage.status === 'failed' || stage.status === 'rolled-back';
    const notes = stage.notes === '' ? '' : `: ${stage.notes}`;
    return [{ at: stage.endedAt, level: bad ? 'error' : 'info', where, text: `${stage.name} ${stage.status} after ${duration(stage.endedAt - stage.startedAt)}${notes}` }];
}
function rolloutEntries(service, rollout) {
    const where = `${service}/${rollout.environment}`;
    const bad = rollout.outcome !== 'verified';
    return [
        { at: rollout.startedAt, level: 'info', where, text: `${rollout.deployment} begins: ${rollout.version} (${rollout.digest}), ${rollout.strategy}, steps ${rollout.steps.join(', ')} %` },
        ...rollout.moments.map((moment) => ({ at: moment.at, level: moment.kind === 'rollback' ? 'error' : 'info', where, text: moment.text })),
        ...rollout.smoke.filter((check) => check.verdict !== 'pass').map(({ name, verdict, detail, tail }) => ({
            at: rollout.endedAt,
            level: 'error',
            where,
            text: `smoke ${name} ${verdict}: ${detail}`,
            ...(tail === undefined ? {} : { tail }),
        })),
        {
            at: rollout.endedAt,
            level: bad ? 'error' : 'info',
            where,
            text: `${rollout.deployment} ${rollout.outcome} after ${duration(rollout.endedAt - rollout.startedAt)}${rollout.cause === undefined ? '' : `: ${rollout.cause.code}: ${rollout.cause.message}`}`,
        },
    ];
}

;// CONCATENATED MODULE: ./build/src/domain/records/mask.js
const SHOWN = '***';
/** Shorter texts are masked only where they stand alone: a secret `a` must not blank every `a`. */
const SHORTEST = 4;
/**
 * A function that replaces every secret by `***`: as it is, each line of a secret of several lines, and its base64 (at any offset),
 * base64url, percent-encoded, form-encoded, JSON-escaped and hex forms.
 */
function masker(secrets) {
    const forms = [...new Set(secrets.flatMap((secret) => [secret, secret.trim(), ...secret.split(/\r\n|\n|\r/).map((line) => line.trim())]))]
        .filter((form) => form.trim() !== '');
    const long = [...new Set(forms.filter((form) => form.length >= SHORTEST).flatMap(variantsOf))].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    const alone = forms.filter((form) => form.length < SHORTEST).map((form) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(form)}(?![\\p{L}\\p{N}])`, 'gu'));
    return (text) => {
        const masked = long.reduce((rest, form) => rest.replaceAll(form, SHOWN), text);
        return alone.reduce((rest, pattern) => rest.replace(pattern, SHOWN), masked);
    };
}
function variantsOf(secret) {
    const bytes = new TextEncoder().encode(secret);
    const percent = encodeURIComponent(secret.toWellFormed());
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const base64 = [0, 1, 2].flatMap((offset) => base64At(bytes, offset));
    return [
        secret,
        ...base64,
        ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
        percent,
        percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
        percent.replaceAll('%20', '+'),
        JSON.stringify(secret).slice(1, -1),
        hex,
        hex.toUpperCase(),
    ].filter((form) => form.length >= SHORTEST);
}
/** What the bytes look like inside the base64 of a longer text in which they begin at this offset (modulo 3): only the digits that depend on them alone. */
function base64At(bytes, offset) {
    const digits = btoa(String.fromCharCode(...new Uint8Array(offset), ...bytes)).replaceAll('=', '');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return [digits.slice(first, last)];
}
function escaped(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/escape.js

/** Text for HTML or SVG, content or quoted attribute: harmless, and at most `max` long. */
function esc(text, max = 300) {
    return escapeMarkup(inertLine(text, max));
}
/** The five characters that mean something to an HTML parser. */
function escapeMarkup(text) {
    return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;').replace(/"/gu, '&quot;').replace(/'/gu, '&#39;');
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/scale.js
// Scales and ticks of the plots. Positions are in user units of the drawing.
/** A straight scale; a domain without extent is widened so that every value has a place. */
function linear(domain, range) {
    const [from, high] = domain;
    const to = high - from > 1e-9 ? high : from + 1;
    return { from, to, at: (value) => round(range[0] + ((value - from) / (to - from)) * (range[1] - range[0])) };
}
/** Tenths are finer than a pixel and keep the file small. */
function round(value) {
    return Math.round(value * 10) / 10;
}
const STEPS = [1, 2, 2.5, 5];
/** Round values from `low` to at least `high`, about `wanted` of them. */
function niceTicks(low, high, wanted) {
    // A narrower extent has no ticks that a person could tell apart.
    const extent = high - low > 1e-9 ? high - low : 1;
    const power = 10 ** Math.floor(Math.log10(extent / wanted));
    const step = power * (STEPS.find((candidate) => candidate * power >= extent / wanted) ?? 10);
    const first = Math.floor(low / step);
    const last = Math.ceil((low + extent) / step - 1e-9);
    return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
/** Seconds since the start at which the time axis is labelled; every label has at least its share of the width. */
function timeTicks(spanSeconds, wanted) {
    const step = TIME_STEPS.find((candidate) => spanSeconds / candidate <= wanted) ?? Math.ceil(spanSeconds / wanted / 86_400) * 86_400;
    return Array.from({ length: Math.floor(spanSeconds / step) + 1 }, (_, index) => index * step);
}
/** `0`, `30 s`, `2 min`, `2:30`, `1 h`, `1:30 h`. */
function timeLabel(seconds) {
    if (seconds === 0)
        return '0';
    if (seconds < 60)
        return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (seconds < 3600)
        return seconds % 60 === 0 ? `${minutes} min` : `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
    const rest = minutes % 60;
    return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)}:${String(rest).padStart(2, '0')} h`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/frame.js
// What every plot shares: its sizes, its axes, and the element around it.



/** A plot is drawn once for each width, and style sheets show the one that fits, so that text keeps its size. */
const WIDTHS = [{ name: 'narrow', width: 340 }, { name: 'medium', width: 600 }, { name: 'wide', width: 920 }];
/** Units a character of the labels may take at most (12 units high, the widest common system font). */
const CHARACTER = 7.4;
/** Grid lines and labels for values. */
function valueAxis(panel, scale, ticks, text) {
    return ticks
        .map((tick) => {
        const y = scale.at(tick);
        return `<line class="grid" x1="${panel.left}" x2="${panel.right}" y1="${y}" y2="${y}"/><text class="tick tick-y" x="${panel.left - 8}" y="${round(y + 4)}" text-anchor="end">${esc(text(tick), 12)}</text>`;
    })
        .join('');
}
/** The base line and labels for the time since the start; `scale` takes epoch milliseconds. */
function timeAxis(panel, scale) {
    const spanSeconds = (scale.to - scale.from) / 1000;
    const wanted = Math.max(2, Math.floor((panel.right - panel.left) / 76));
    const labels = timeTicks(spanSeconds, wanted).map((seconds) => {
        const x = scale.at(scale.from + seconds * 1000);
        return `<line class="axis" x1="${x}" x2="${x}" y1="${panel.bottom}" y2="${panel.bottom + 4}"/><text class="tick tick-x" x="${x}" y="${panel.bottom + 17}" text-anchor="middle">${timeLabel(seconds)}</text>`;
    });
    return `<line class="axis" x1="${panel.left}" x2="${panel.right}" y1="${panel.bottom}" y2="${panel.bottom}"/>${labels.join('')}`;
}
/** A caption above a panel. */
function caption(panel, text) {
    return `<text class="caption" x="${panel.left}" y="${panel.top - 10}">${esc(text, 80)}</text>`;
}
/** One plot in every width, with a title and a description for those who do not see it. */
function plot(options) {
    return WIDTHS.map(({ name, width }) => {
        const { height, body } = options.draw(width);
        const id = `${options.id}-${name}`;
        return `<svg class="plot ${name}" viewBox="0 0 ${width} ${round(height)}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${esc(options.title)}</title><desc id="${id}-d">${esc(options.description, 600)}</desc>${body}</svg>`;
    }).join('\n');
}
const WIDE_CHARACTER = /[MWmw@%\u2014\u2026]|[^\u0000-\u2fff]/u;
/** The text as far as it fits, by the widest common font; what is cut shows it. */
function fitText(text, width) {
    let used = 0;
    let kept = '';
    for (const character of inertLine(text, 200)) {
        used += WIDE_CHARACTER.test(character) ? 13 : CHARACTER * 1.1;
        if (used > width)
            return `${kept}\u2026`;
        kept += character;
    }
    return kept;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/line.js
/** An SVG path through the points, broken at gaps; a point alone between gaps becomes a dot, so that it is seen. */
function linePath(list, x, y, className) {
    const runs = [[]];
    let run = [];
    for (const point of list) {
        if (point.value === undefined)
            run = [];
        else
            run.push({ x: x.at(point.at), y: y.at(clamp(point.value, y)) });
        if (run.length === 1)
            runs.push(run);
    }
    const d = runs.filter((one) => one.length > 1).map((one) => `M${one.map((place) => `${place.x} ${place.y}`).join('L')}`).join('');
    const dots = runs.filter((one) => one.length === 1).flat().map((place) => `<circle class="dot ${className}" r="2.5" cx="${place.x}" cy="${place.y}"/>`);
    return `${d === '' ? '' : `<path class="line ${className}" d="${d}"/>`}${dots.join('')}`;
}
/** A value that lies outside the axis is drawn at its edge. */
function clamp(value, scale) {
    return Math.min(scale.to, Math.max(scale.from, value));
}
/** A staircase over the whole axis: zero until the first stair, then each stair until the next one. */
function stairs(list, x, y) {
    const floor = y.at(y.from);
    const d = `M${x.at(x.from)} ${floor}${list.map((stair) => `H${x.at(clamp(stair.at, x))}V${y.at(clamp(stair.value, y))}`).join('')}H${x.at(x.to)}`;
    return `<path class="area weight" d="${d}V${floor}Z"/><path class="line weight" d="${d}"/>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/points.js
// From samples to points: honest about gaps, honest when there are more samples than pixels.
/** Whether a number is a time that a date can hold. */
function points_isTime(at) {
    return at !== undefined && Math.abs(at) <= 8.64e15;
}
/** The value within what a scale can divide; undefined for what is no number. */
function drawable(value) {
    return value === undefined || !Number.isFinite(value) ? undefined : Math.min(1e15, Math.max(-1e15, value));
}
/** Points without what cannot be drawn: a value that is not finite is a gap. */
function points(samples, value) {
    return samples
        .filter((sample) => points_isTime(sample.at))
        .map((sample) => ({ at: sample.at, value: drawable(value(sample)) }));
}
/** Thins to about `max` points. Of each bucket the lowest, the highest and a gap survive, so no spike and no hole disappears. */
function thin(list, max) {
    if (list.length <= max)
        return list;
    const size = Math.ceil(list.length / (max / 2));
    return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => survivors(list.slice(index * size, (index + 1) * size))).flat();
}
function survivors(bucket) {
    let low;
    let high;
    let gap;
    for (const point of bucket) {
        const { value } = point;
        if (value === undefined) {
            gap ??= point;
            continue;
        }
        if (low?.value === undefined || value < low.value)
            low = point;
        if (high?.value === undefined || value > high.value)
            high = point;
    }
    const kept = new Set([low, high, gap]);
    return bucket.filter((point) => kept.has(point));
}
/** The highest value there is, or the floor. */
function highest(lists, floor) {
    return lists.flat().reduce((high, point) => Math.max(high, point.value ?? floor), floor);
}
/** The lowest value there is, or the ceiling. */
function lowest(lists, ceiling) {
    return lists.flat().reduce((low, point) => Math.min(low, point.value ?? ceiling), ceiling);
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/timeline-chart.js







const ROW = 30;
const MOST_ROLLOUTS = 8;
/** The stages as bars on one time axis, and under them the moments of each rollout. */
function timelineChart(report, id) {
    const timed = report.stages.flatMap((stage) => (points_isTime(stage.startedAt) ? [{ ...stage, startedAt: stage.startedAt }] : []));
    const rollouts = report.rollouts.filter((rollout) => rollout.moments.length > 0).slice(0, MOST_ROLLOUTS);
    return plot({
        id,
        title: 'Timeline of the run',
        description: timed.map((stage) => `${stage.name} ${stage.status}${stageMs(stage) === undefined ? '' : ` after ${duration(Number(stageMs(stage)))}`}`).join(', '),
        draw: (width) => {
            const panel = { left: 96, right: width - 14, top: 8, bottom: 12 + (timed.length + rollouts.length) * ROW };
            const x = linear(runSpan(report), [panel.left, panel.right]);
            const momentsOf = (rollout, name) => (top) => momentRow(name, rollout.moments, top, x, panel);
            const rows = [
                // A rollout's moments stand right under the stage of the same name, the others at the end under their own.
                ...timed.flatMap((stage) => [
                    (top) => stageRow(stage, top, x, panel),
                    ...rollouts.filter((rollout) => rollout.environment === stage.name).map((rollout) => momentsOf(rollout, '')),
                ]),
                ...rollouts.filter((rollout) => timed.every((stage) => stage.name !== rollout.environment)).map((rollout) => momentsOf(rollout, rollout.environment)),
            ];
            const body = [timeAxis(panel, x), ...rows.map((row, index) => row(panel.top + index * ROW))];
            return { height: panel.bottom + 26, body: body.join('') };
        },
    });
}
function runSpan(report) {
    const times = [report.started_at, report.ended_at].filter((at) => points_isTime(at));
    const from = times.reduce((low, at) => Math.min(low, at), Infinity);
    const to = times.reduce((high, at) => Math.max(high, at), -Infinity);
    return Number.isFinite(from) ? [from, Math.max(to, from + 1000)] : [0, 1000];
}
function stageRow(stage, top, x, panel) {
    const from = x.at(clamp(stage.startedAt, x));
    const to = x.at(clamp(points_isTime(stage.endedAt) ? stage.endedAt : x.to, x));
    const width = Math.max(2, to - from);
    const ms = stageMs(stage);
    const text = ms === undefined ? 'not ended' : duration(ms);
    const room = text.length * CHARACTER + 8;
    const after = from + width + room <= panel.right;
    const label = after ? { x: from + width + 6, anchor: 'start', inside: '' } : width > room ? { x: from + width - 6, anchor: 'end', inside: ' inside' } : { x: from - 6, anchor: 'end', inside: '' };
    return [
        `<text class="row-label" x="${panel.left - 10}" y="${top + 18}" text-anchor="end">${esc(stage.name, 13)}</text>`,
        `<rect class="stage ${stage.status}" x="${from}" y="${top + 5}" width="${round(width)}" height="18" rx="2"><title>${esc(`${stage.name}: ${stage.status}, ${text}. ${stage.notes}`)}</title></rect>`,
        `<text class="value${label.inside}" x="${round(label.x)}" y="${top + 18}" text-anchor="${label.anchor}">${text}</text>`,
    ].join('');
}
const MOST_MOMENTS = 80;
function momentRow(name, moments, top, x, panel) {
    const marks = moments.slice(0, MOST_MOMENTS).filter((moment) => points_isTime(moment.at)).map((moment) => {
        const at = x.at(clamp(moment.at, x));
        return `<path class="moment ${moment.kind}" d="${shapeOf(moment.kind, at, top + 14)}"><title>${esc(`${timeOfDay(moment.at)} ${moment.text}`)}</title></path>`;
    });
    const label = name === '' ? '' : `<text class="row-label" x="${panel.left - 10}" y="${top + 18}" text-anchor="end">${esc(fitText(name, panel.left - 24))}</text>`;
    return `${label}<line class="grid" x1="${panel.left}" x2="${panel.right}" y1="${top + 14}" y2="${top + 14}"/>${marks.join('')}`;
}
/** A shape for each kind, so that colour is never the only difference: up for more traffic, down for a rollback, a diamond for a verdict. */
function shapeOf(kind, x, y) {
    const at = (dx, dy) => `${round(x + dx)} ${round(y + dy)}`;
    if (kind === 'shift')
        return `M${at(-6, 5)}L${at(0, -6)}L${at(6, 5)}Z`;
    if (kind === 'rollback')
        return `M${at(-7, -6)}L${at(7, -6)}L${at(0, 7)}Z`;
    if (kind === 'verdict')
        return `M${at(0, -6)}L${at(6, 0)}L${at(0, 6)}L${at(-6, 0)}Z`;
    return `M${at(-2, -5)}L${at(2, -5)}L${at(2, 5)}L${at(-2, 5)}Z`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/html-table.js


/** Most rows of a table in the report; the rest is in result.json. */
const MOST_ROWS = 200;
/** A table that turns into cards on a narrow screen. */
function html_table_table(columns, rows, title) {
    const head = columns.map((column) => `<th scope="col"${column.numeric === true ? ' class="n"' : ''}>${esc(column.title)}</th>`).join('');
    const body = rows.slice(0, MOST_ROWS).map((row) => `<tr>${columns.map((column, index) => html_table_cell(column, row[index] ?? '')).join('')}</tr>`);
    const more = rows.length > MOST_ROWS ? `<p>${count(rows.length - MOST_ROWS)} more rows are in result.json.</p>` : '';
    return `<table class="cards" aria-label="${esc(title)}"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>${more}`;
}
function html_table_cell(column, content) {
    const markup = typeof content === 'string' ? esc(content, 1000) : content.markup;
    const open = `<td data-label="${esc(column.title)}"${column.numeric === true ? ' class="n"' : ''}>`;
    return markup === '' ? `${open}</td>` : `${open}<span>${markup}</span></td>`;
}
/** A status word in its colour. `status` is one of the program's own words. */
function html_table_status(word) {
    return { markup: `<span class="status s-${esc(word, 20).replace(/[^a-z-]/gu, '-')}">${esc(word.replace('-', ' '), 20)}</span>` };
}
/** Code that one click selects whole. */
function html_table_code(text, max = 300) {
    return { markup: `<code>${esc(text, max)}</code>` };
}
/** Something folded away. */
function folded(title, markup) {
    return `<details><summary>${esc(title)}</summary>${markup}</details>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/html-head.js
// The head of the report: what came of it, what it was about, and how to undo it.






/** Result, sentence, next step, overrides, facts, the way back. */
function html_head_head(report) {
    return [
        `<p class="kicker">${esc(report.service)} &middot; ${esc(report.command)}${report.environment === undefined ? '' : ` &middot; ${esc(report.environment)}`} &middot; ${utc(report.started_at)}</p>`,
        `<header class="verdict ${toneOf(report)}"><p class="word">${esc(report.result)}</p>${headline(report.message)}${report.remedy === undefined ? '' : `<p class="next"><strong>Next:</strong> ${esc(report.remedy, 1000)}</p>`}</header>`,
        html_head_overrides(report),
        html_head_facts(report),
        html_head_rollback(report),
    ].join('');
}
/** The first sentence is what happened; the rest is why, and reads better small. A dot inside a version ends no sentence. */
function headline(message) {
    const end = message.search(/\. (?=\S)/);
    if (end < 0)
        return `<h1>${esc(message, 1000)}</h1>`;
    return `<h1>${esc(message.slice(0, end + 1), 1000)}</h1><p class="next">${esc(message.slice(end + 2), 2000)}</p>`;
}
function html_head_overrides(report) {
    if (report.overrides.length === 0)
        return '';
    const items = report.overrides.slice(0, 50).map((override) => `<li><b>${esc(override.what)}</b> by ${esc(override.actor, 80)} at ${utc(override.at)}: ${esc(override.reason, 500)}</li>`);
    return `<div class="loud" role="note"><strong>${plural(report.overrides.length, 'check')} bypassed</strong><ul>${items.join('')}</ul></div>`;
}
function html_head_facts(report) {
    const { artifact, run } = report;
    const list = [
        ['Version', versionsOf(report)],
        ['Task', taskOf(report)],
        ['Title', report.task?.title],
        ['Digest', artifact === undefined ? undefined : { markup: `<code title="${esc(artifact.digest)}">${esc(artifact.digest.slice(0, 19), 20)}</code> (${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)})` }],
        ['Commit', report.commit === undefined ? undefined : { markup: `<code title="${esc(report.commit)}">${esc(report.commit.slice(0, 12))}</code>` }],
        ['Tag', report.tag === undefined ? undefined : html_table_code(report.tag)],
        ['Started by', report.actor],
        ['Run', runText(run.id, run.attempt)],
        ['Took', duration(report.ended_at - report.started_at)],
        ['Reason code', html_table_code(report.reason_code)],
        ['Notified', report.notified.length === 0 ? 'nobody' : report.notified.slice(0, 20).join(', ')],
    ];
    const shown = list.flatMap(([title, content]) => (content === undefined ? [] : [`<div><dt>${title}</dt><dd>${typeof content === 'string' ? esc(content) : content.markup}</dd></div>`]));
    return `<dl class="facts">${shown.join('')}</dl>`;
}
/** A run's id, with the attempt when it was not the first. */
function runText(id, attempt) {
    return attempt > 1 ? `${id}, attempt ${attempt}` : id;
}
function html_head_rollback(report) {
    return report.rollback_command === undefined ? '' : `<div class="command"><span>How to roll back</span><code>${esc(report.rollback_command, 2000)}</code></div>`;
}
const KEY = '<p class="legend"><span><span class="shift-key">\u25b2</span> more traffic</span><span><span class="verdict-key">\u25c6</span> step passed</span><span><span class="rollback-key">\u25bc</span> rollback</span></p>';
/** The stages as a table and as a timeline. */
function stages(report) {
    if (report.stages.length === 0)
        return '';
    const rows = report.stages.map((stage) => {
        const ms = stageMs(stage);
        return [stage.name, html_table_status(stage.status), ms === undefined ? '' : duration(ms), stage.notes];
    });
    const columns = [{ title: 'Stage' }, { title: 'Status' }, { title: 'Duration', numeric: true }, { title: 'Notes' }];
    return `<section><h2>Stages</h2>${html_table_table(columns, rows, 'Stages')}<figure>${timelineChart(report, 'timeline')}</figure>${report.rollouts.length === 0 ? '' : KEY}</section>`;
}
/** The document's title. */
function titleOf(report) {
    return `${report.result}: ${subjectOf(report)}`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/marks.js






const MARKED = ['shift', 'verdict', 'rollback'];
const MOST_MARKS = 60;
/** What a mark is called where there is little room: `25 %`, `verdict`, `rollback`. */
function shortName(moment) {
    return moment.kind === 'shift' ? (/^\d+(?:\.\d+)? %/u.exec(moment.text.slice(0, 20))?.[0] ?? 'shift') : moment.kind;
}
/** Lines at shifts, verdicts and rollbacks. A label that would touch another one is left out; its line keeps the full text. */
function momentMarks(rollout, x, panel, options) {
    const marked = rollout.moments.filter((moment) => MARKED.some((kind) => kind === moment.kind)).slice(0, MOST_MARKS);
    // The rollback's label wins over those of shifts; verdicts go without, because a shift or a rollback follows at once.
    const taken = [];
    const labels = ['rollback', 'shift'].flatMap((kind) => marked.filter((moment) => moment.kind === kind).flatMap((moment) => {
        const text = shortName(moment);
        const half = (text.length * CHARACTER) / 2 + 3;
        const middle = Math.min(panel.right - half, Math.max(panel.left + half, x.at(clamp(moment.at, x))));
        if (taken.some((other) => middle - half < other.to && middle + half > other.from))
            return [];
        taken.push({ from: middle - half, to: middle + half });
        return [`<text class="mark-label ${kind}" x="${round(middle)}" y="${panel.top - 6}" text-anchor="middle">${esc(text, 14)}</text>`];
    }));
    const lines = marked.map((moment) => {
        const at = x.at(clamp(moment.at, x));
        return `<line class="mark ${moment.kind}" x1="${at}" x2="${at}" y1="${panel.top}" y2="${panel.bottom}"><title>${esc(moment.text)}</title></line>`;
    });
    return lines.join('') + (options.labels ? labels.join('') : '');
}
const MOST_BANDS = 120;
/** Invisible bands over the plot, each with the numbers of its samples as a tool tip. */
function hoverBands(rollout, x, panel) {
    const { samples } = rollout;
    const size = Math.max(1, Math.ceil(samples.length / MOST_BANDS));
    let left = x.at(x.from);
    return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => samples.slice(index * size, (index + 1) * size))
        .map((group) => {
        const end = group.reduce((high, sample) => Math.max(high, sample.at), x.from);
        const right = Math.min(panel.right, x.at(end));
        const band = `<rect class="band" x="${left}" y="${panel.top}" width="${round(Math.max(0.1, right - left))}" height="${round(panel.bottom - panel.top)}"><title>${bandText(group, end - x.from)}</title></rect>`;
        left = right;
        return band;
    })
        .join('');
}
function bandText(group, sinceStart) {
    const candidate = totalOf(group.map((sample) => sample.candidate));
    const baseline = totalOf(group.map((sample) => sample.baseline));
    return [
        `${duration(sinceStart)} after the start, ${figure(lastOf(group, (sample) => sample.weight))} %`,
        `new: ${count(candidate.errors)} of ${count(candidate.requests)} bad (${percent(candidate.rate)})`,
        `old: ${count(baseline.errors)} of ${count(baseline.requests)} bad (${percent(baseline.rate)})`,
        `evidence ${figure(lastOf(group, (sample) => sample.logE))} of ${figure(lastOf(group, (sample) => sample.threshold))}`,
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/span.js

/** The rollout without what has no time, so that everything else can be placed. */
function placeable(rollout) {
    return { ...rollout, samples: rollout.samples.filter((sample) => points_isTime(sample.at)), moments: rollout.moments.filter((moment) => points_isTime(moment.at)) };
}
/** From the beginning to the end of a rollout, widened to hold every sample; times that are none are left out. */
function spanOf(rollout) {
    const times = [rollout.startedAt, rollout.endedAt, ...rollout.samples.map((sample) => sample.at)].filter((at) => points_isTime(at));
    const from = times.reduce((low, at) => Math.min(low, at), Infinity);
    const to = times.reduce((high, at) => Math.max(high, at), -Infinity);
    return Number.isFinite(from) ? [from, Math.max(to, from + 1000)] : [0, 1000];
}
/**
 * When the weight changed. A sample's weight held while it was taken, so the change lies between it and the sample before:
 * at the shift recorded there, else right after the earlier sample. At the end of a rollback it falls to zero.
 */
function weightStairs(rollout) {
    const shifts = rollout.moments.filter((moment) => moment.kind === 'shift');
    const list = [];
    let before = rollout.startedAt;
    let weight = 0;
    for (const sample of rollout.samples) {
        if (sample.weight !== weight) {
            const since = before;
            const shift = shifts.find((moment) => moment.at >= since && moment.at <= sample.at);
            list.push({ at: shift?.at ?? since, value: sample.weight });
            weight = sample.weight;
        }
        before = sample.at;
    }
    const lastShift = shifts.filter((moment) => moment.at >= before).at(-1);
    const reached = /^\d+(?:\.\d+)?(?= %)/u.exec(lastShift?.text.slice(0, 20) ?? '');
    if (lastShift !== undefined && reached !== null)
        list.push({ at: lastShift.at, value: Number(reached[0]) });
    if (rollout.outcome !== 'verified' && list.length > 0) {
        const turned = rollout.cause?.at ?? rollout.endedAt;
        list.push({ at: turned + (rollout.rollbackMs ?? 0), value: 0 });
    }
    return list.filter((stair) => points_isTime(stair.at) && Number.isFinite(stair.value));
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/latency-chart.js









/** Mean latency of both releases over time; undefined when none was measured. */
function latencyChart(report, id) {
    const rollout = placeable(report);
    const arms = { candidate: points(rollout.samples, (sample) => sample.candidate.meanMs), baseline: points(rollout.samples, (sample) => sample.baseline.meanMs) };
    if ([...arms.candidate, ...arms.baseline].every((point) => point.value === undefined))
        return undefined;
    const top = highest([arms.candidate, arms.baseline], 0);
    return plot({
        id,
        title: 'Mean latency over time',
        description: `Up to ${figure(highest([arms.candidate], 0))} ms for the new release and ${figure(highest([arms.baseline], 0))} ms for the old one.`,
        draw: (width) => {
            const panel = { left: 58, right: width - 14, top: 32, bottom: 152 };
            const x = linear(spanOf(rollout), [panel.left, panel.right]);
            const ticks = niceTicks(0, top, 4);
            const y = linear([0, Math.max(...ticks)], [panel.bottom, panel.top]);
            const most = Math.round(width / 2);
            const body = [
                caption(panel, 'Mean latency in each poll (ms)'),
                valueAxis(panel, y, ticks, figure),
                timeAxis(panel, x),
                momentMarks(rollout, x, panel, { labels: false }),
                linePath(thin(arms.baseline, most), x, y, 'baseline'),
                linePath(thin(arms.candidate, most), x, y, 'candidate'),
                hoverBands(rollout, x, panel),
            ];
            return { height: panel.bottom + 26, body: body.join('') };
        },
    });
}
/** Most bounds that are drawn; more make no picture. */
const MOST_BOUNDS = 12;
/** Share of requests slower than each latency bound, old above new; undefined when none was counted. */
function boundsChart(rollout, id) {
    const bounds = rollout.latencyBoundsMs.slice(0, MOST_BOUNDS);
    const shares = {
        baseline: sharesOver(rollout.samples.map((sample) => sample.baseline), bounds.length),
        candidate: sharesOver(rollout.samples.map((sample) => sample.candidate), bounds.length),
    };
    const known = [...shares.baseline, ...shares.candidate].map(drawable).filter((share) => share !== undefined);
    if (known.length === 0)
        return undefined;
    const top = Math.max(...known) || 1;
    return plot({
        id,
        title: 'Share of requests over each latency bound',
        description: bounds.map((bound, index) => `Over ${figure(bound)} ms: old ${percent(shares.baseline[index])}, new ${percent(shares.candidate[index])}.`).join(' '),
        draw: (width) => {
            const panel = { left: 112, right: width - 76, top: 32, bottom: 32 + bounds.length * 44 };
            const x = linear([0, top], [panel.left, panel.right]);
            const bars = bounds.flatMap((bound, index) => {
                const y = panel.top + index * 44;
                const row = (share, arm, top) => latency_chart_bar(share, arm, top, { from: panel.left, to: x.at(clamp(drawable(share) ?? 0, x)) });
                return [
                    `<text class="tick tick-y" x="${panel.left - 10}" y="${y + 20}" text-anchor="end">over ${esc(figure(bound), 9)} ms</text>`,
                    row(shares.baseline[index], 'baseline', y),
                    row(shares.candidate[index], 'candidate', y + 17),
                ];
            });
            return { height: panel.bottom, body: [caption(panel, 'Requests slower than'), ...bars].join('') };
        },
    });
}
function latency_chart_bar(share, arm, top, x) {
    if (share === undefined)
        return `<text class="value" x="${x.from + 7}" y="${top + 11}">not measured</text>`;
    return `<rect class="bar ${arm}" x="${x.from}" y="${top}" width="${round(Math.max(1, x.to - x.from))}" height="13"/><text class="value" x="${round(Math.max(x.to, x.from + 1) + 7)}" y="${top + 11}">${percent(share)}</text>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/evidence-chart.js









/** The first sample whose evidence reached its threshold. */
function crossingOf(rollout) {
    return rollout.samples.find((sample) => sample.logE !== undefined && sample.threshold !== undefined && sample.logE >= sample.threshold);
}
/** Evidence against the new release and the threshold at which it is rolled back; undefined when nothing was judged. */
function evidenceChart(report, id) {
    const rollout = placeable(report);
    const evidence = points(rollout.samples, (sample) => sample.logE);
    const threshold = drawable(lastOf(rollout.samples, (sample) => sample.threshold));
    if (threshold === undefined || evidence.every((point) => point.value === undefined))
        return undefined;
    const crossing = crossingOf(rollout);
    const last = lastOf(rollout.samples, (sample) => sample.logE);
    return plot({
        id,
        title: 'Evidence against the new release over time',
        description: `Rolls back at ${figure(threshold)}. ${crossing === undefined ? 'Never reached' : `Reached with ${figure(crossing.logE)}`}; ${figure(last)} in the end.`,
        draw: (width) => {
            const panel = { left: 58, right: width - 14, top: 32, bottom: 172 };
            const x = linear(spanOf(rollout), [panel.left, panel.right]);
            const height = Math.abs(threshold) > 1e-6 ? Math.abs(threshold) : 1;
            // A dead release gives evidence in the hundreds after one poll: the axis stays readable, and what leaves it is named.
            const high = Math.min(highest([evidence], Math.max(threshold, 0)) * 1.08, height * 2.5);
            const low = Math.max(lowest([evidence], 0), -height);
            const ticks = niceTicks(low, Math.max(high, threshold * 1.15), 5);
            const y = linear([Math.min(...ticks), Math.max(...ticks)], [panel.bottom, panel.top]);
            const body = [
                caption(panel, 'Evidence against the new release (natural logarithm)'.slice(0, width < 400 ? 32 : 80)),
                `<rect class="zone" x="${panel.left}" y="${y.at(threshold)}" width="${panel.right - panel.left}" height="${round(Math.max(0, panel.bottom - y.at(threshold)))}"/>`,
                valueAxis(panel, y, ticks, figure),
                timeAxis(panel, x),
                momentMarks(rollout, x, panel, { labels: false }),
                `<line class="threshold" x1="${panel.left}" x2="${panel.right}" y1="${y.at(threshold)}" y2="${y.at(threshold)}"/>`,
                `<text class="threshold-label" x="${panel.left + 6}" y="${round(y.at(threshold) - 6)}">rolls back at ${esc(figure(threshold), 12)}</text>`,
                linePath(thin(evidence, Math.round(width / 2)), x, y, 'evidence'),
                crossing === undefined ? '' : crossingMark(crossing, x.at(crossing.at), y.at(clamp(Number(crossing.logE), y)), panel),
                hoverBands(rollout, x, panel),
            ];
            return { height: panel.bottom + 26, body: body.join('') };
        },
    });
}
function crossingMark(crossing, x, y, panel) {
    const text = figure(crossing.logE);
    const room = text.length * CHARACTER + 12;
    const before = x + room > panel.right;
    return `<circle class="crossing" cx="${x}" cy="${y}" r="5"/><text class="crossing-label" x="${round(before ? x - 10 : x + 10)}" y="${round(y + 4)}" text-anchor="${before ? 'end' : 'start'}">${esc(text, 14)}</text>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/chart/traffic-chart.js








/** The candidate's weight above, the error rates of both releases below, on one time axis. */
function trafficChart(report, id) {
    const rollout = placeable(report);
    const rows = stepRows(rollout);
    const candidate = totalOf(rollout.samples.map((sample) => sample.candidate));
    const baseline = totalOf(rollout.samples.map((sample) => sample.baseline));
    return plot({
        id,
        title: 'Weight of the new release and error rates over time',
        description: `Weights: ${rows.map((row) => `${figure(row.weight)} %`).join(', ')}. Errors of the new release ${percent(candidate.rate)}, of the old one ${percent(baseline.rate)}.`,
        draw: (width) => draw(rollout, width),
    });
}
function draw(rollout, width) {
    const upper = { left: 58, right: width - 14, top: 44, bottom: 124 };
    const lower = { ...upper, top: 162, bottom: 282 };
    const x = linear(spanOf(rollout), [upper.left, upper.right]);
    const weight = linear([0, 100], [upper.bottom, upper.top]);
    const most = Math.round(width / 2);
    const rates = { candidate: thin(points(rollout.samples, (sample) => rateOf(sample.candidate)), most), baseline: thin(points(rollout.samples, (sample) => rateOf(sample.baseline)), most) };
    const ticks = niceTicks(0, highest([rates.candidate, rates.baseline], 0) || 0.01, 4);
    const rate = linear([0, Math.max(...ticks)], [lower.bottom, lower.top]);
    const body = [
        caption({ ...upper, top: upper.top - 16 }, 'Traffic on the new release'),
        valueAxis(upper, weight, [0, 50, 100], (value) => `${value} %`),
        stairs(weightStairs(rollout), x, weight),
        momentMarks(rollout, x, upper, { labels: true }),
        caption(lower, 'Bad answers in each poll'),
        valueAxis(lower, rate, ticks, percent),
        timeAxis(lower, x),
        momentMarks(rollout, x, lower, { labels: false }),
        linePath(rates.baseline, x, rate, 'baseline'),
        linePath(rates.candidate, x, rate, 'candidate'),
        hoverBands(rollout, x, { ...upper, bottom: lower.bottom }),
    ];
    return { height: lower.bottom + 26, body: body.join('') };
}
function rateOf(arm) {
    return arm.requests > 0 ? arm.errors / arm.requests : undefined;
}

;// CONCATENATED MODULE: ./build/src/domain/report/html-rollout.js
// One section for each environment's rollout: verdict, plots, numbers.









/** The section of one rollout; `id` makes the ids in it unique. One that went well before another can be folded. */
function rolloutSection(rollout, options) {
    const { id } = options;
    const previous = rollout.previous?.version ?? 'nothing';
    const title = `${esc(rollout.environment)}: ${esc(rollout.strategy)} from ${esc(previous)} to ${esc(rollout.version)}`;
    const body = [
        `<p><span class="status s-${rollout.outcome}">${esc(rollout.outcome.replace('-', ' '))}</span> after ${duration(rollout.endedAt - rollout.startedAt)}. ${html_rollout_sentence(rollout)}</p>`,
        plots(rollout, id),
        steps(rollout),
        comparisons(rollout.comparisons),
        html_rollout_smoke(rollout),
        moments(rollout),
        numbers(rollout),
    ].join('');
    return options.folded ? `<details class="rollout"><summary>${title}, ${esc(rollout.outcome)}</summary>${body}</details>` : `<section><h2>${title}</h2>${body}</section>`;
}
function html_rollout_sentence(rollout) {
    const crossing = crossingOf(rollout);
    return [
        ...(rollout.cause === undefined ? [] : [`${esc(sentenceCase(rollout.cause.message), 1000)} (<code>${esc(rollout.cause.code, 60)}</code>).`]),
        ...(crossing === undefined ? [] : [`The evidence reached ${figure(crossing.logE)} against a threshold of ${figure(crossing.threshold)}, ${duration(crossing.at - rollout.startedAt)} after the start.`]),
        ...(rollout.rollbackMs === undefined ? [] : [`All traffic was back ${duration(rollout.rollbackMs)} after the verdict.`]),
        ...(rollout.liveDigest === undefined ? [] : [`Live digest read back: <code title="${esc(rollout.liveDigest)}">${(0,artifact_digest/* shortDigest */.V)(rollout.liveDigest)}</code>.`]),
        ...(rollout.address === undefined ? [] : [`Served at <code>${esc(rollout.address, 200)}</code>.`]),
    ].join(' ');
}
function sentenceCase(text) {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
}
function plots(rollout, id) {
    if (rollout.samples.length === 0)
        return '<p>Nothing was measured, so there is nothing to plot.</p>';
    const old = rollout.previous === undefined ? '' : `<span class="old"><i></i>old release, <b>${esc(rollout.previous.version, 80)}</b></span>`;
    const legend = `<div class="legend">${old}<span class="new"><i></i>new release, <b>${esc(rollout.version, 80)}</b></span><span>time since the rollout began</span></div>`;
    const charts = [trafficChart(rollout, `${id}-traffic`), evidenceChart(rollout, `${id}-evidence`), latencyChart(rollout, `${id}-latency`), boundsChart(rollout, `${id}-bounds`)];
    return legend + charts.flatMap((chart) => (chart === undefined ? [] : [`<figure>${chart}</figure>`])).join('');
}
function steps(rollout) {
    const rows = stepRows(rollout);
    if (rows.length === 0)
        return '';
    const columns = ['Weight', 'New: requests', 'bad', 'rate', 'Old: requests', 'bad', 'rate', 'Evidence', 'of'].map((title) => ({ title, numeric: true }));
    const cells = rows.map(({ weight, candidate, baseline, logE, threshold }) => [
        `${figure(weight)} %`,
        ...[candidate, baseline].flatMap((arm) => [count(arm.requests), count(arm.errors), percent(arm.rate)]),
        figure(logE),
        figure(threshold),
    ]);
    return `<h3>Step by step</h3>${html_table_table(columns, cells, 'Requests, bad answers and evidence at each weight')}`;
}
function comparisons(list) {
    if (list.length === 0)
        return '';
    const columns = [{ title: 'Metric' }, { title: 'Before', numeric: true }, { title: 'After', numeric: true }, { title: 'After / before' }, { title: 'Verdict' }, { title: 'Note' }];
    const rows = list.map((one) => [
        one.metric,
        measured(one.before, one.unit),
        measured(one.after, one.unit),
        one.ratio === undefined ? '' : `${figure(one.ratio.low)} to ${figure(one.ratio.high)} (${percent(one.ratio.level)})`,
        html_table_status(one.verdict),
        one.note,
    ]);
    return `<h3>Before and after</h3>${html_table_table(columns, rows, 'Before and after')}`;
}
function html_rollout_smoke(rollout) {
    if (rollout.smoke.length === 0)
        return '';
    const columns = [{ title: 'Check' }, { title: 'Area' }, { title: 'Verdict' }, { title: 'Took', numeric: true }, { title: 'Found' }];
    const rows = rollout.smoke.map((check) => [check.name, check.area, html_table_status(check.verdict), duration(check.durationMs), check.detail]);
    const tails = rollout.smoke.slice(0, 20).flatMap((check) => (check.tail === undefined ? [] : [folded(`Last output of ${check.name}`, `<pre>${escapeMarkup(inertTail(check.tail))}</pre>`)]));
    return `<h3>Smoke checks</h3>${html_table_table(columns, rows, 'Smoke checks')}${tails.join('')}`;
}
function moments(rollout) {
    const rows = rollout.moments.map((moment) => [timeOfDay(moment.at), duration(moment.at - rollout.startedAt), moment.kind, moment.text]);
    const columns = [{ title: 'UTC' }, { title: 'After', numeric: true }, { title: 'Kind' }, { title: 'What happened' }];
    return folded(`What happened, moment by moment (${count(rows.length)})`, html_table_table(columns, rows, 'Moments'));
}
const MOST_NUMBERS = 120;
/** The plotted numbers as a table: every poll, or evenly chosen ones when there are too many to read. */
function numbers(rollout) {
    const every = Math.max(1, Math.ceil(rollout.samples.length / MOST_NUMBERS));
    const shown = rollout.samples.filter((_, index) => (rollout.samples.length - 1 - index) % every === 0);
    const columns = ['After', 'Weight', 'New: bad / requests', 'Old: bad / requests', 'New: mean', 'Old: mean', 'Evidence'].map((title) => ({ title, numeric: true }));
    const rows = shown.map(({ at, weight, candidate, baseline, logE }) => [
        duration(at - rollout.startedAt),
        `${figure(weight)} %`,
        `${count(candidate.errors)} / ${count(candidate.requests)}`,
        `${count(baseline.errors)} / ${count(baseline.requests)}`,
        measured(candidate.meanMs, 'ms'),
        measured(baseline.meanMs, 'ms'),
        figure(logE),
    ]);
    const note = every === 1 ? '' : `<p>Every ${count(every)}th of ${count(rollout.samples.length)} polls; all of them are in result.json. The last polled evidence is ${figure(lastOf(rollout.samples, (sample) => sample.logE))}.</p>`;
    return folded(`The plotted numbers (${plural(rollout.samples.length, 'poll')})`, note + html_table_table(columns, rows, 'The plotted numbers'));
}

;// CONCATENATED MODULE: ./build/src/domain/report/html-style.js
/** The report's style sheet. Colours are Okabe and Ito's, told apart by every kind of colour vision; contrast is at least 4.5 for text. */
const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f7f8;--text:#1b1f24;--soft:#57606a;--line:#d5d9de;--old:#0068a8;--new:#c24a00;--weight:#6b7280;--good:#0a6b4d;--bad:#b3261e;--warn:#8a5300;--warnbg:#fff5e0;--evidence:#7a3e9d;--inside:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--panel:#1c2024;--text:#e6e8ea;--soft:#a3abb3;--line:#363c43;--old:#63b8ee;--new:#ff9a4d;--weight:#98a1ab;--good:#4cc79c;--bad:#ff8a80;--warn:#ffc266;--warnbg:#2c2414;--evidence:#cf9df0;--inside:#14171a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:984px;margin:0 auto;padding:36px 32px 64px}
h1{font-size:27px;line-height:1.25;font-weight:650;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:19px;line-height:1.3;font-weight:650;margin:52px 0 14px;padding-top:20px;border-top:1px solid var(--line)}
h3{font-size:15px;font-weight:650;margin:30px 0 8px}
p{margin:0 0 10px;max-width:76ch}
a{color:var(--old)}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em}
pre{margin:6px 0 0;padding:10px 12px;background:var(--panel);white-space:pre-wrap;border-radius:4px;max-height:420px;overflow:auto}
.kicker{color:var(--soft);margin:0 0 10px}
.verdict{border-left:5px solid var(--soft);padding:2px 0 2px 20px;margin:0 0 26px}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}.verdict.warn{border-color:var(--warn)}
.verdict .word{font-weight:700;letter-spacing:.05em;font-size:14px;margin:0 0 4px}
.good .word,.s-passed,.s-pass,.s-verified{color:var(--good)}
.bad .word,.s-failed,.s-fail,.s-error{color:var(--bad)}
.warn .word,.s-rolled-back,.s-warn,.s-inconclusive{color:var(--warn)}
.s-skipped,.s-running{color:var(--soft)}
.next{color:var(--text);margin:6px 0 0}
.facts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:14px 28px;margin:0 0 24px}
.facts div{min-width:0}
dt{color:var(--soft);font-size:13px}
dd{margin:0;unicode-bidi:isolate}
.command{background:var(--panel);border-radius:4px;padding:12px 14px;margin:0 0 8px}
.command span{display:block;color:var(--soft);font-size:13px}
.command code{user-select:all;white-space:pre-wrap}
.loud{background:var(--warnbg);border-left:5px solid var(--warn);padding:12px 16px;margin:0 0 24px}
.loud strong{color:var(--warn)}
.loud ul{margin:6px 0 0;padding-left:20px}
table{border-collapse:collapse;width:100%;margin:8px 0 4px;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:7px 24px 7px 0;border-bottom:1px solid var(--line);unicode-bidi:isolate}
th{font-weight:600;color:var(--soft);font-size:13px}
@media screen and (min-width:900px){th,.status{overflow-wrap:normal}th:first-child,td:first-child{min-width:7.5em}}
tr>:last-child{padding-right:0}
.n{text-align:right}
td.n{white-space:nowrap}
.status{white-space:nowrap;font-weight:600;font-size:14px}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0 0 10px;font-size:13.5px;color:var(--soft)}
.legend i{display:inline-block;width:22px;height:0;border-top:3px solid;margin-right:7px;vertical-align:4px}
.legend .old i{border-color:var(--old);border-top-style:dashed}.legend .new i{border-color:var(--new)}
.legend b{font-weight:600;color:var(--text)}
figure{margin:0 0 22px}
svg.plot{display:block;width:100%;height:auto;overflow:hidden;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
svg.narrow,svg.medium{display:none}
svg text{fill:var(--text)}
svg .tick,svg .caption,svg .row-label{fill:var(--soft)}
svg .caption{font-weight:600;font-size:12.5px;fill:var(--text)}
svg .grid{stroke:var(--line);stroke-width:1}
svg .axis{stroke:var(--soft);stroke-width:1}
svg .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
svg .line.baseline{stroke:var(--old);stroke-dasharray:5 4}svg .line.candidate{stroke:var(--new)}
svg .dot.baseline{fill:var(--old)}svg .dot.candidate{fill:var(--new)}
svg .line.weight{stroke:var(--weight)}svg .area.weight{fill:var(--weight);opacity:.14}
svg .line.evidence{stroke:var(--evidence)}svg .dot.evidence{fill:var(--evidence)}
svg .bar.baseline{fill:var(--old)}svg .bar.candidate{fill:var(--new)}
svg .mark{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3}
svg .mark.rollback{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:none}
svg .mark-label{fill:var(--soft)}svg .mark-label.rollback{fill:var(--bad);font-weight:600}
svg .zone{fill:var(--evidence);opacity:.06}
svg .threshold{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:7 4}
svg .threshold-label{fill:var(--bad)}svg .threshold-label,svg .crossing-label,svg .mark-label{paint-order:stroke;stroke:var(--bg);stroke-width:3px;stroke-linejoin:round}
svg .crossing{fill:var(--bg);stroke:var(--bad);stroke-width:2}svg .crossing-label{fill:var(--bad);font-weight:600}
svg .band{fill:transparent}svg .band:hover{fill:var(--text);opacity:.06}
svg .stage{fill:var(--soft)}svg .stage.passed{fill:var(--good)}svg .stage.failed{fill:var(--bad)}svg .stage.rolled-back{fill:var(--warn)}
svg .value{fill:var(--text)}svg .value.inside{fill:var(--inside)}
svg .moment{fill:var(--soft)}svg .moment.shift{fill:var(--new)}svg .moment.rollback{fill:var(--bad)}svg .moment.verdict{fill:var(--evidence)}
details{margin:12px 0}
details.rollout{margin:52px 0 0;padding-top:20px;border-top:1px solid var(--line)}details.rollout>summary{font-size:19px;line-height:1.3;font-weight:650;color:var(--text)}
.shift-key{color:var(--new)}.verdict-key{color:var(--evidence)}.rollback-key{color:var(--bad)}
summary{cursor:pointer;color:var(--soft)}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
@media(max-width:959px){svg.wide{display:none}svg.medium{display:block}.facts{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media(max-width:599px){
main{padding:22px 16px 48px}
h1{font-size:21px}.verdict{padding-left:14px}
svg.medium{display:none}svg.narrow{display:block;max-width:480px}
.facts{grid-template-columns:minmax(0,1fr);gap:4px}.facts div{display:grid;grid-template-columns:104px minmax(0,1fr);gap:10px}
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards,table.cards tbody,table.cards tr,table.cards td{display:block;width:100%}
table.cards tr{border-bottom:1px solid var(--line);padding:8px 0}
table.cards td{border:0;padding:1px 0;text-align:left;white-space:normal;display:grid;grid-template-columns:104px minmax(0,1fr);gap:10px}
table.cards td::before{content:attr(data-label);color:var(--soft);font-size:13px;font-weight:400}
table.cards td:empty{display:none}
table.cards td:first-child:not(.n){font-weight:600}
}
@media print{
:root{--bg:#fff;--panel:#f6f7f8;--text:#000;--soft:#444;--line:#bbb;--old:#0068a8;--new:#c24a00;--weight:#6b7280;--good:#0a6b4d;--bad:#b3261e;--warn:#8a5300;--warnbg:#fff;--evidence:#7a3e9d;--inside:#fff}
main{max-width:none;padding:0}svg.medium{display:block}svg.wide,svg.narrow{display:none}figure,tr{break-inside:avoid}
}
`;

;// CONCATENATED MODULE: ./build/src/domain/report/html.js
// One self-contained HTML file: no request leaves it and no script runs in it, whatever stands in the data.








const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
const html_MOST_ROLLOUTS = 12;
/** The whole report as one HTML document (SPEC F2, K3). Everything that comes from outside is text, never markup. */
function renderHtml(report) {
    // The last rollout is what the run is about; those that went well before it are there to unfold.
    const rollouts = firstOf([...report.rollouts].reverse(), html_MOST_ROLLOUTS);
    const sections = [
        html_head_head(report),
        html_problems(report),
        stages(report),
        ...rollouts.shown.map((rollout, index) => rolloutSection(rollout, { id: `r${index}`, folded: index > 0 && rollout.outcome === 'verified' })),
        rollouts.more === 0 ? '' : `<p>${plural(rollouts.more, 'more rollout')} in result.json.</p>`,
        html_plan(report),
        validation(report),
        html_evidence(report),
        html_artifact(report),
        records(report),
    ];
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${esc(titleOf(report), 200)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.filter((section) => section !== '').join('\n')}
<footer>flowspec-operate, report schema ${count(report.schema_version)}. Times are UTC. All numbers are in result.json beside this file.</footer>
</main>
</body>
</html>
`;
}
function html_problems(report) {
    if (report.problems.length === 0)
        return '';
    const rows = report.problems.map((problem) => {
        const { place } = problem;
        const where = place === undefined ? '' : [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
        return [html_table_code(where), problem.value === undefined ? problem.what : `${problem.what}: ${problem.value}`, problem.remedy];
    });
    return `<section><h2>${plural(report.problems.length, 'problem')}</h2>${html_table_table([{ title: 'Where' }, { title: 'What' }, { title: 'Remedy' }], rows, 'Problems')}</section>`;
}
function html_plan(report) {
    if (report.plan === undefined)
        return '';
    const columns = [{ title: '#', numeric: true }, { title: 'Effect' }, { title: 'Where' }, { title: 'Digest' }, { title: 'Kind' }, { title: 'At least', numeric: true }];
    const rows = report.plan.map((one) => [count(one.order), one.effect, one.where, html_table_code(one.digest?.slice(0, 19) ?? ''), one.required ? 'required' : 'best effort', duration(one.estimatedSeconds * 1000)]);
    const body = html_table_table(columns, rows, 'Plan');
    return report.result === 'PLANNED' ? `<section><h2>Plan</h2>${body}</section>` : `<section><h2>Plan</h2>${folded(`${plural(rows.length, 'effect')}, as planned before anything was changed`, body)}</section>`;
}
function validation(report) {
    if (report.validation === undefined)
        return '';
    const columns = [{ title: 'Check' }, { title: 'Group' }, { title: 'Verdict' }, { title: 'Found' }];
    const rows = report.validation.checks.map((check) => [
        check.name,
        check.group,
        html_table_status(check.verdict),
        sentences(check.detail, check.verdict === 'pass' ? undefined : check.remedy),
    ]);
    return `<section><h2>Validation: ${esc(report.validation.verdict)}</h2>${html_table_table(columns, rows, 'Validation')}</section>`;
}
function html_evidence(report) {
    if (report.evidence === undefined)
        return '';
    const columns = [{ title: 'Check' }, { title: 'Verdict' }, { title: 'Expected' }, { title: 'Found' }];
    const rows = report.evidence.checks.map((check) => [check.name, html_table_status(check.verdict), check.expected, check.found]);
    return `<section><h2>What is proven about the artifact: ${esc(report.evidence.verdict)}</h2>${html_table_table(columns, rows, 'Verification')}</section>`;
}
function html_artifact(report) {
    if (report.artifact === undefined)
        return '';
    const { digest, layer, files, size } = report.artifact;
    const rows = files.map((file) => [html_table_code(file.path), bytes(file.size), { markup: `<code title="${esc(file.digest)}">${(0,artifact_digest/* shortDigest */.V)(file.digest)}</code>` }]);
    const list = folded(`${plural(files.length, 'file')}, ${bytes(size)}`, html_table_table([{ title: 'File' }, { title: 'Size', numeric: true }, { title: 'sha256' }], rows, 'Files'));
    return `<section><h2>Artifact</h2><p><code>${esc(digest)}</code></p><p>Layer <code>${esc(layer)}</code></p>${list}</section>`;
}
function records(report) {
    if (report.records.length === 0)
        return '';
    const { shown, more } = firstOf(report.records, 100);
    const items = shown.map((path) => `<li><code>${esc(path)}</code></li>`);
    return `<section><h2>Records</h2><ul>${items.join('')}</ul>${more === 0 ? '' : `<p>${count(more)} more in result.json.</p>`}</section>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/render-problem.js

/** One mistake as people read it: `file:line:column: what: value. remedy`. Nothing in it can move a cursor or start a line (FAULTS M01). */
function renderProblem(problem) {
    const { place, what, value, remedy } = problem;
    const where = place === undefined ? '' : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `;
    return `${inertLine(`${where}${what}${value === undefined ? '' : `: ${inertLine(value, 80)}`}`, 600)}. ${inertLine(remedy, 600)}`;
}
/** Every mistake, one a line. */
function renderProblems(problems) {
    return problems.map(renderProblem).join('\n');
}

;// CONCATENATED MODULE: ./build/src/inputs/post-intent.js
/** How long a post step may wait for a lock, milliseconds: the runner ends it after five minutes, and a person waits for it. */
const POST_LOCK_MS = 45_000;
/**
 * What the post step of a run that did not end by itself does: `reconcile`, in the name of that run. Nothing after a run that was not to
 * change anything. The reason is left out: it was given for something else, and with one `reconcile` breaks the lock of another run.
 */
function postIntentOf(main) {
    if (main.dryRun || main.validateOnly)
        return undefined;
    const { reason: _, ...others } = main;
    return { ...others, command: 'reconcile', lockTimeoutMs: POST_LOCK_MS };
}

;// CONCATENATED MODULE: ./build/src/domain/report/markdown.js
// Text from outside inside GitHub's Markdown: it may not ping anyone, link anything, close a cell or open a tag (FAULTS K11, M02).

/** One line of text that means nothing to Markdown. Mentions and references are broken by an invisible space, as Renovate does it. */
function md(text, max = 300) {
    return inertLine(text, max)
        .replace(/&/gu, '&amp;')
        .replace(/</gu, '&lt;')
        .replace(/>/gu, '&gt;')
        .replace(/[\\`*_{}[\]()~|!^$]/gu, '\\$&')
        .replace(/#(?=\d)/gu, '#&#8203;')
        .replace(/@/gu, '@&#8203;')
        .replace(/\b(gh-)(?=\d)/giu, '$1&#8203;')
        .replace(/:\/\//gu, ':&#8203;//')
        .replace(/\bwww\./giu, 'www&#8203;.')
        .replace(/^([-+=]|#{1,6}|\d+[.)])(?=\s|$|[-=])/u, '&#8203;$1');
}
/** Code in a table or a sentence. A bar is escaped because it would close the cell even inside code. */
function mdCode(text, max = 300) {
    const inner = inertLine(text, max).replace(/\|/gu, '\\|');
    if (inner === '')
        return '';
    const ticks = '`'.repeat(longestRun(inner) + 1);
    const pad = /^`|`$/u.test(inner) ? ' ' : '';
    return `${ticks}${pad}${inner}${pad}${ticks}`;
}
/** A fenced block whose fence is longer than any run of backticks inside. */
function mdBlock(text, max = 4000) {
    const inner = inertTail(text, max);
    const fence = '`'.repeat(Math.max(3, longestRun(inner) + 1));
    return `${fence}text\n${inner}\n${fence}`;
}
function longestRun(text) {
    return (text.match(/`+/gu) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
/** A table; a cell is Markdown already. Numeric columns are set flush right. */
function mdTable(columns, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [line(columns.map((column) => column.title)), line(columns.map((column) => (column.numeric === true ? '---:' : '---'))), ...rows.map(line)].join('\n');
}
/** Something folded away. */
function mdFolded(title, body) {
    return `<details><summary>${md(title)}</summary>\n\n${body}\n\n</details>`;
}

;// CONCATENATED MODULE: ./build/src/domain/report/mermaid.js


const TAGS = { passed: 'done, ', failed: 'crit, ', 'rolled-back': 'crit, ', skipped: '', running: 'active, ' };
const mermaid_MOST_MARKS = 30;
/** The run's stages and the rollouts' turns as a Mermaid gantt chart; undefined when nothing has a time. */
function mermaidTimeline(report) {
    const stages = report.stages.flatMap((stage) => {
        const { startedAt, endedAt = report.ended_at } = stage;
        if (startedAt === undefined || !isWhole(startedAt) || !isWhole(endedAt))
            return [];
        return [`  ${stage.name} :${TAGS[stage.status]}${startedAt}, ${Math.max(endedAt, startedAt + 1)}`];
    });
    if (stages.length === 0)
        return undefined;
    const rollouts = report.rollouts.slice(0, 8).flatMap((rollout) => {
        const marks = rollout.moments.filter((moment) => (moment.kind === 'shift' || moment.kind === 'rollback') && isWhole(moment.at)).slice(0, mermaid_MOST_MARKS);
        if (marks.length === 0)
            return [];
        return [`  section ${mermaidText(rollout.environment)}`, ...marks.map((moment) => `  ${mermaidText(shortName(moment))} :${moment.kind === 'rollback' ? 'crit, ' : ''}milestone, ${moment.at}, 0ms`)];
    });
    return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %H:%M:%S', '  section stages', ...stages, ...rollouts, '```'].join('\n');
}
function isWhole(at) {
    return Number.isSafeInteger(at) && at >= 0;
}
/** Letters, digits and blanks only: everything else means something to Mermaid somewhere. */
function mermaidText(text) {
    return inertLine(text, 60).replace(/ %/gu, ' percent').replace(/[^\p{L}\p{N} .-]+/gu, ' ').replace(/\s+/gu, ' ').trim() || 'unnamed';
}

;// CONCATENATED MODULE: ./build/src/domain/report/summary.js
// The job summary: the first line says what happened and what to do; everything else is there for whoever wants to know.






/** GitHub refuses a larger summary whole (1 MiB of UTF-8 a step); three bytes is the most a UTF-16 unit of our text takes. */
const SUMMARY_LIMIT = 1024 * 1024;
/** The run as Markdown, at most `limit` bytes of UTF-8: the least important parts go first, and it says which. */
function renderSummary(report, limit = SUMMARY_LIMIT) {
    const parts = summary_partsOf(report).filter((part) => part.text !== '');
    const levels = [...new Set(parts.map((part) => part.expendable))].sort((a, b) => b - a);
    let kept = parts;
    let left = [];
    for (const level of levels) {
        if (utf8Length(join(kept, left)) <= limit || level === 0)
            break;
        left = [...left, ...kept.filter((part) => part.expendable === level).map((part) => part.name)];
        kept = kept.filter((part) => part.expendable !== level);
    }
    return join(kept, left);
}
function join(parts, left) {
    const note = left.length === 0 ? [] : [`Left out to stay within the size a summary may have: ${left.join(', ')}. The HTML report and result.json have everything.`];
    return `${[...parts.map((part) => part.text), ...note].join('\n\n')}\n`;
}
/** Bytes in UTF-8; the text is well formed. */
function utf8Length(text) {
    let length = 0;
    for (const character of text) {
        const code = character.charCodeAt(0);
        length += character.length === 2 ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
    return length;
}
function summary_partsOf(report) {
    const { shown, more } = firstOf([...report.rollouts].reverse(), 12);
    const part = (name, expendable, text) => ({ name, expendable, text });
    return [
        part('result', 0, first(report)),
        part('overrides', 0, summary_overrides(report)),
        part('problems', 1, summary_problems(report)),
        part('facts', 0, summary_facts(report)),
        part('stages', 0, summary_stages(report)),
        part('timeline', 4, mermaidTimeline(report) ?? ''),
        ...shown.map((rollout) => part(`numbers of ${md(rollout.environment, 60)}`, 3, rolloutPart(rollout))),
        part('other rollouts', 3, more === 0 ? '' : `${plural(more, 'more rollout')} in result.json.`),
        part('plan', report.result === 'PLANNED' ? 1 : 6, summary_plan(report)),
        part('validation', report.validation?.verdict === 'pass' ? 5 : 2, summary_validation(report)),
        part('moments', 7, summary_moments(report)),
        part('log tails', 8, tails(report)),
        part('records', 9, summary_records(report)),
    ];
}
function first(report) {
    const next = report.remedy === undefined ? '' : ` Next: ${md(report.remedy, 1000)}`;
    return `**${report.result}:** ${md(report.message, 1000)}${next}`;
}
function summary_overrides(report) {
    if (report.overrides.length === 0)
        return '';
    const lines = report.overrides.slice(0, 20).map((override) => `> **${override.what}** by ${md(override.actor, 80)} at ${utc(override.at)}: ${md(override.reason, 500)}`);
    return ['> [!WARNING]', `> ${plural(report.overrides.length, 'check')} bypassed.`, '>', ...lines.flatMap((line) => [line, '>'])].slice(0, -1).join('\n');
}
function summary_problems(report) {
    if (report.problems.length === 0)
        return '';
    const { shown, more } = firstOf(report.problems, 50);
    const rows = shown.map(({ place, what, value, remedy }) => [
        mdCode(place === undefined ? '' : [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')),
        value === undefined ? md(what) : `${md(what)}: ${mdCode(value)}`,
        md(remedy),
    ]);
    return `### ${plural(report.problems.length, 'problem')}\n\n${mdTable([{ title: 'Where' }, { title: 'What' }, { title: 'Remedy' }], rows)}${more === 0 ? '' : `\n\n${count(more)} more in result.json.`}`;
}
function summary_facts(report) {
    const { artifact } = report;
    const versions = versionsOf(report);
    const task = taskOf(report);
    const list = [
        ['Version', versions === undefined ? undefined : md(versions)],
        ['Digest', artifact === undefined ? undefined : `${mdCode(artifact.digest)} (${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)})`],
        ['Task', task === undefined ? undefined : md(task)],
        ['Roll back', report.rollback_command === undefined ? undefined : mdCode(report.rollback_command, 2000)],
        ['Notified', report.notified.length === 0 ? 'nobody' : md(report.notified.slice(0, 20).join(', '))],
        ['Started by', md(report.actor, 80)],
    ];
    return mdTable([{ title: md(report.service, 80) }, { title: md(report.environment ?? report.command, 80) }], list.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
function summary_stages(report) {
    if (report.stages.length === 0)
        return '';
    const rows = report.stages.map((stage) => {
        const ms = stageMs(stage);
        return [stage.name, stage.status === 'passed' || stage.status === 'skipped' ? stage.status : `**${stage.status.replace('-', ' ')}**`, ms === undefined ? '' : duration(ms), md(stage.notes, 500)];
    });
    return mdTable([{ title: 'Stage' }, { title: 'Status' }, { title: 'Duration', numeric: true }, { title: 'Notes' }], rows);
}
function rolloutPart(rollout) {
    const rows = firstOf(stepRows(rollout), 60).shown.map(({ weight, candidate, baseline, logE, threshold }) => [
        `${figure(weight)} %`,
        `${count(candidate.errors)} of ${count(candidate.requests)}`,
        percent(candidate.rate),
        `${count(baseline.errors)} of ${count(baseline.requests)}`,
        percent(baseline.rate),
        logE === undefined ? '-' : `${figure(logE)} of ${figure(threshold)}`,
    ]);
    const columns = ['Weight', `New (${md(rollout.version, 40)}): bad`, 'rate', `Old (${md(rollout.previous?.version ?? 'none', 40)}): bad`, 'rate', 'Evidence'].map((title) => ({ title, numeric: true }));
    const cause = rollout.cause === undefined ? '' : ` ${md(rollout.cause.message, 500)} (${mdCode(rollout.cause.code)}).`;
    const back = rollout.rollbackMs === undefined ? '' : ` All traffic was back after ${duration(rollout.rollbackMs)}.`;
    return [
        `### ${md(rollout.environment, 80)}: ${rollout.strategy}, ${rollout.outcome.replace('-', ' ')}`,
        `${mdCode((0,artifact_digest/* shortDigest */.V)(rollout.digest))} in ${duration(rollout.endedAt - rollout.startedAt)}.${cause}${back}`,
        rows.length === 0 ? 'Nothing was measured.' : mdTable(columns, rows),
        ...(rollout.comparisons.length === 0 ? [] : [summary_comparisons(rollout)]),
    ].join('\n\n');
}
function summary_comparisons(rollout) {
    const rows = rollout.comparisons.slice(0, 20).map((one) => [one.metric, measured(one.before, one.unit), measured(one.after, one.unit), one.verdict, md(one.note)]);
    return mdFolded('Before and after', mdTable([{ title: 'Metric' }, { title: 'Before', numeric: true }, { title: 'After', numeric: true }, { title: 'Verdict' }, { title: 'Note' }], rows));
}
function summary_plan(report) {
    if (report.plan === undefined)
        return '';
    const { shown, more } = firstOf(report.plan, 200);
    const rows = shown.map((one) => [count(one.order), md(one.effect), md(one.where), mdCode(one.digest?.slice(0, 19) ?? ''), one.required ? 'required' : 'best effort', duration(one.estimatedSeconds * 1000)]);
    const body = mdTable([{ title: '#', numeric: true }, { title: 'Effect' }, { title: 'Where' }, { title: 'Digest' }, { title: 'Kind' }, { title: 'At least', numeric: true }], rows);
    const text = more === 0 ? body : `${body}\n\n${count(more)} more in result.json.`;
    return report.result === 'PLANNED' ? `### Plan\n\n${text}` : mdFolded('Plan', text);
}
function summary_validation(report) {
    if (report.validation === undefined)
        return '';
    const { checks, verdict } = report.validation;
    const { shown, more } = firstOf(checks, 200);
    const rows = shown.map((check) => [md(check.name), check.group, check.verdict === 'pass' ? 'pass' : `**${check.verdict}**`, md(check.detail, 500), check.verdict === 'pass' ? '' : md(check.remedy ?? '', 500)]);
    const body = mdTable([{ title: 'Check' }, { title: 'Group' }, { title: 'Verdict' }, { title: 'Found' }, { title: 'Remedy' }], rows);
    const text = more === 0 ? body : `${body}\n\n${count(more)} more in result.json.`;
    return verdict === 'pass' ? mdFolded(`Validation: ${plural(checks.length, 'check')}, ${verdict}`, text) : `### Validation: ${verdict}\n\n${text}`;
}
function summary_moments(report) {
    const rows = report.rollouts.flatMap((rollout) => rollout.moments.map((moment) => [timeOfDay(moment.at), md(rollout.environment, 60), md(moment.text)]));
    return rows.length === 0 ? '' : mdFolded('What happened, moment by moment', mdTable([{ title: 'UTC' }, { title: 'Environment' }, { title: 'What' }], firstOf(rows, 200).shown));
}
function tails(report) {
    const checks = report.rollouts.flatMap((rollout) => rollout.smoke).filter((check) => check.tail !== undefined).slice(0, 10);
    return checks.map((check) => mdFolded(`Last output of ${check.name}`, mdBlock(String(check.tail)))).join('\n\n');
}
function summary_records(report) {
    const { shown, more } = firstOf(report.records, 100);
    return shown.length === 0 ? '' : mdFolded('Records', [...shown.map((path) => `- ${mdCode(path)}`), ...(more === 0 ? [] : [`- ${count(more)} more in result.json`])].join('\n'));
}

;// CONCATENATED MODULE: ./build/src/outputs.js
// The only writer of an action's outputs, summary and state. On a command line, where the runner's files are absent, nothing is written.





/** UTF-16 units of `checksums`; with `result` and `validation` this stays below the 1 MB a job may put out. */
const CHECKSUMS_LIMIT = 80_000;
const TEXT_LIMIT = 1000;
/** The outputs of a run: `undefined` values are not set, oversized ones are shortened and say so. */
function outputValues(report, options = {}) {
    const { artifact, task } = report;
    const live = report.rollouts.at(-1);
    const values = {
        decision: report.decision,
        'reason-code': report.reason_code,
        result: renderResult(report),
        digest: artifact?.digest ?? live?.digest,
        size: artifact === undefined ? undefined : String(artifact.size),
        checksums: artifact === undefined ? undefined : checksums(artifact.files),
        version: liveVersion(report),
        'previous-version': report.previous_version,
        environment: report.environment ?? live?.environment,
        'task-state': task === undefined ? undefined : (task.moved_to ?? task.state),
        validation: report.validation === undefined ? undefined : renderValidation(report.validation),
        'rollback-command': report.rollback_command,
        'report-path': options.reportPath,
    };
    const long = ['result', 'validation', 'checksums'];
    return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, (long.includes(key) ? value : value.slice(0, TEXT_LIMIT)).toWellFormed()]])));
}
/** What is live after the run: after anything but a success that is the version before it. */
function liveVersion(report) {
    return report.result === 'SUCCESS' ? report.version : report.previous_version;
}
/** Lines for `sha256sum -c`; when they are too many, whole lines only, and a comment says how many are missing. */
function checksums(files) {
    // sha256sum marks a name with a line end or a backslash by a backslash before the line.
    const lines = files.map(({ path, digest }) => {
        const escaped = path.replace(/\\/gu, '\\\\').replace(/\n/gu, '\\n').replace(/\r/gu, '\\r');
        return `${escaped === path ? '' : '\\'}${digest.slice('sha256:'.length)}  ${escaped}\n`;
    });
    let text = '';
    for (const [index, line] of lines.entries()) {
        if (text.length + line.length > CHECKSUMS_LIMIT)
            return `${text}# ${lines.length - index} more in result.json\n`;
        text += line;
    }
    return text;
}
/** Writes through the runner's files, which `env` names. `warn` is told of what could not be written. */
function createOutputs(options) {
    const { env, warn } = options;
    const mask = options.mask ?? ((text) => text);
    const attempt = async (what, body) => {
        try {
            await body();
        }
        catch (error) {
            warn(`${what} could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    };
    return {
        set: async (values) => {
            if (isUnset(env.GITHUB_OUTPUT))
                return;
            // Loaded here because a command line never needs it.
            const { setOutput } = await Promise.all(/* import() */[__webpack_require__.e(260), __webpack_require__.e(264)]).then(__webpack_require__.bind(__webpack_require__, 7264));
            for (const [key, value] of Object.entries(values))
                await attempt(`The output ${key}`, async () => setOutput(key, mask(value)));
        },
        summary: async (markdown) => {
            const path = env.GITHUB_STEP_SUMMARY;
            if (path === undefined || path === '')
                return;
            await attempt('The job summary', async () => {
                // Whatever another part of this step wrote counts too; over the limit the runner refuses everything.
                const used = await (0,promises_.stat)(path).then((found) => found.size, () => 0);
                const text = mask(markdown);
                if (used + utf8Length(text) > SUMMARY_LIMIT)
                    throw new Error(`it would be larger than ${SUMMARY_LIMIT} bytes`);
                await (0,promises_.appendFile)(path, text);
            });
        },
        state: async (key, value) => {
            if (isUnset(env.GITHUB_STATE))
                return;
            const { saveState } = await Promise.all(/* import() */[__webpack_require__.e(260), __webpack_require__.e(264)]).then(__webpack_require__.bind(__webpack_require__, 7264));
            await attempt(`The state ${key}`, async () => saveState(key, value));
        },
    };
}
function isUnset(value) {
    return value === undefined || value === '';
}
/** Outputs and summary of a finished run in one go. Masking happens on the texts before they are encoded, so that JSON stays JSON. */
async function publish(writer, report, options = {}) {
    const shown = options.mask === undefined ? report : mapTexts(report, options.mask);
    await writer.set(outputValues(shown, options));
    await writer.summary(renderSummary(shown));
}

;// CONCATENATED MODULE: ./build/src/recorder.js

const STAGES = ['validation', 'build', 'staging', 'production', 'verification', 'finalize'];
/** The only mutable thing of a run besides the world. */
class RunRecorder {
    #context;
    #startedAt;
    #stages = new Map();
    #rollouts = [];
    #overrides = [];
    #records = new Set();
    #questions = [];
    #notified = [];
    #facts = {};
    #artifact;
    #evidence;
    #validation;
    #plan;
    constructor(context) {
        this.#context = context;
        this.#startedAt = context.clock.now();
    }
    /** Runs a stage and keeps its time and result; the stage fails when the body throws, and the error goes on. */
    async stage(name, body) {
        const { clock, console } = this.#context;
        const startedAt = clock.now();
        this.#stages.set(name, { name, status: 'running', startedAt, notes: '' });
        try {
            const done = await console.group(name, body);
            this.#stages.set(name, { name, status: done.status ?? 'passed', startedAt, endedAt: clock.now(), notes: done.notes });
            return done.value;
        }
        catch (error) {
            this.#stages.set(name, { name, status: 'failed', startedAt, endedAt: clock.now(), notes: (0,errors/* messageOf */.bD)(error) });
            throw error;
        }
    }
    /** A stage whose times are known only afterwards, such as the verification inside a rollout. */
    setStage(stage) {
        this.#stages.set(stage.name, stage);
    }
    note(facts) {
        this.#facts = { ...this.#facts, ...facts };
    }
    get task() {
        return this.#facts.task;
    }
    get rollouts() {
        return this.#rollouts;
    }
    get evidence() {
        return this.#evidence;
    }
    addRollout(rollout) {
        this.#rollouts.push(rollout);
    }
    addOverride(override) {
        this.#overrides.push(override);
    }
    get overrides() {
        return this.#overrides;
    }
    /** A file of the user's repository that this run wrote. */
    addRecord(path) {
        this.#records.add(path);
    }
    get records() {
        return [...this.#records].sort();
    }
    /** Something a generated file needs and nobody said; it is asked, never invented. */
    addQuestion(question) {
        this.#questions.push(question);
    }
    get questions() {
        return this.#questions;
    }
    /** Who was told, once they were. */
    setNotified(who) {
        this.#notified = who;
    }
    setArtifact(artifact) {
        this.#artifact = artifact;
    }
    setEvidence(evidence) {
        this.#evidence = evidence;
    }
    setValidation(validation) {
        this.#validation = validation;
    }
    setPlan(plan) {
        this.#plan = plan;
    }
    /** The report of a run that ended so. Stages that were never reached are shown as skipped. */
    finish(ending) {
        const { clock, intent, actor, run, service } = this.#context;
        const stages = STAGES.map((name) => this.#stages.get(name) ?? { name, status: 'skipped', notes: '' });
        return {
            schema_version: 1,
            command: intent.command,
            decision: ending.decision,
            reason_code: ending.reason,
            result: resultOf(ending),
            message: ending.message,
            ...(ending.remedy === undefined ? {} : { remedy: ending.remedy }),
            started_at: this.#startedAt,
            ended_at: clock.now(),
            actor,
            run,
            service: service.name,
            ...this.#facts,
            ...(this.#artifact === undefined ? {} : { artifact: this.#artifact }),
            ...(this.#evidence === undefined ? {} : { evidence: this.#evidence }),
            ...(this.#validation === undefined ? {} : { validation: this.#validation }),
            ...(this.#plan === undefined ? {} : { plan: this.#plan }),
            stages,
            rollouts: this.#rollouts,
            overrides: this.#overrides,
            notified: this.#notified,
            problems: ending.problems ?? [],
            records: this.records,
        };
    }
}
function resultOf(ending) {
    switch (ending.decision) {
        case 'planned':
            return 'PLANNED';
        case 'refused':
            return 'REFUSED';
        case 'failed':
            return 'FAILED';
        case 'rolled_back':
            // A rollback that was asked for and done is a success; one that a bad release caused is not.
            return ending.reason === 'ok' ? 'SUCCESS' : 'ROLLED BACK';
        default:
            return 'SUCCESS';
    }
}

;// CONCATENATED MODULE: ./build/src/operate.js
// One run from intent to exit code: compose, do the command, report.




















/** Commands that change nothing worth a record. */
const SILENT = ['status', 'gate', 'verify'];
/** Does what was asked for and returns the exit code. Never throws. */
async function operate(door, inputs) {
    const token = inputs.ok ? inputs.value.githubToken : undefined;
    const secrets = [...secretsIn(process.env), ...(token === undefined ? [] : [token])];
    const mask = masker(secrets);
    const chosen = chooseConsole({ stdout: process.stdout, stderr: process.stderr, env: process.env, secrets, now: Date.now });
    const outputs = createOutputs({ env: process.env, warn: (text) => chosen.console.warn(text), mask });
    const stopping = new AbortController();
    listen(stopping, (text) => chosen.console.warn(text));
    const surroundings = { ...chosen, outputs, mask, signal: stopping.signal, env: process.env };
    try {
        if (!inputs.ok) {
            if (door === 'post')
                return 0;
            throw new errors/* ConfigError */.xL(inputs.problems);
        }
        return door === 'post' ? await finishFor(surroundings, inputs.value) : await operate_perform(surroundings, inputs.value);
    }
    catch (error) {
        return early(surroundings, error);
    }
}
/** SIGINT, SIGTERM and SIGHUP ask the rollout to turn round; what nobody foresaw does the same, so that traffic is never left split. */
function listen(stopping, warn) {
    const stop = (why) => stopping.abort(new errors/* StoppedError */.Ko({ code: 'cancelled', message: why }));
    process.on('SIGINT', () => stop('SIGINT: someone cancelled this run'));
    // A terminal that was closed: without this the process would die with traffic split.
    process.on('SIGHUP', () => stop('SIGHUP: the terminal of this run was closed'));
    process.on('SIGTERM', () => stop('SIGTERM: this run was told to end'));
    const unforeseen = (error) => {
        warn(`unforeseen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        process.exitCode = 1;
        stop(`unforeseen: ${(0,errors/* messageOf */.bD)(error)}`);
    };
    process.on('uncaughtException', unforeseen);
    process.on('unhandledRejection', unforeseen);
}
async function operate_perform(around, intent) {
    const runId = runIdOf(around.env);
    // Written before anything is changed: the post step finds by it what this run may leave behind (FACTS: the file survives a kill).
    await around.outputs.state('run', runId);
    const context = await compose({ intent, console: around.console, signal: around.signal, env: around.env, mask: around.mask, runId });
    const recorder = new RunRecorder(context);
    const keepsRecords = !SILENT.includes(intent.command) && !intent.dryRun && !intent.validateOnly;
    if (keepsRecords) {
        await keepOutOfGit(context);
        await emit(context, recorder, runBegan({ service: context.service.name, command: intent.command, actor: context.actor }, context.machine));
    }
    const ending = await endingFor(context, recorder);
    if (keepsRecords)
        await notify(context, recorder, recorder.finish(ending));
    if (keepsRecords)
        await writeLog(context, recorder, recorder.finish(ending));
    const reportPath = await writeReport(context, around, recorder.finish(ending));
    await publish(around.outputs, recorder.finish(ending), { mask: around.mask, ...(reportPath === undefined ? {} : { reportPath }) });
    await around.outputs.state('done', 'true');
    return operate_close(around, recorder.finish(ending), reportPath);
}
async function endingFor(context, recorder) {
    try {
        return await COMMAND_BODIES[context.intent.command](context, recorder);
    }
    catch (error) {
        return context.signal.aborted ? endingOfStopped(error, context.signal.reason) : ending_endingOf(error);
    }
}
/** What the post step of a cancelled or killed run does: the same as `reconcile`, in the name of that run. */
async function finishFor(around, intent) {
    if (around.env['STATE_done'] === 'true')
        return 0;
    const runId = around.env['STATE_run'];
    const own = postIntentOf(intent);
    if (own === undefined)
        return 0;
    const context = await compose({ intent: own, console: around.console, signal: around.signal, env: around.env, mask: around.mask, ...(runId === undefined ? {} : { runId }) });
    const recorder = new RunRecorder(context);
    const ending = await endingFor(context, recorder);
    const report = recorder.finish(ending);
    await writeLog(context, recorder, report);
    await around.outputs.summary(`The main step did not end by itself. ${ending.message}\n`);
    return operate_close(around, report, undefined);
}
async function writeLog(context, recorder, report) {
    const path = deployLogPath(report.task?.feature ?? report.service);
    try {
        await context.files.append(path, deployLog(report, context.mask));
        recorder.addRecord(path);
    }
    catch (error) {
        context.console.warn(`${path} could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
    }
    await emit(context, recorder, runEnded(report, context.machine));
}
/** The HTML report and the JSON beside it. A dry run and a question leave no files. */
async function writeReport(context, around, report) {
    const { intent, files } = context;
    if (intent.dryRun || intent.command === 'status')
        return undefined;
    const path = `${intent.reportDirectory}/report.html`;
    try {
        await files.write(`${intent.reportDirectory}/result.json`, jsonFile(report, around.mask));
        await files.write(path, around.mask(renderHtml(report)));
        return path;
    }
    catch (error) {
        around.console.warn(`the report could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
function operate_close(around, report, reportPath) {
    around.console.line(renderTerminal(report, { style: around.style, width: around.width, ...(reportPath === undefined ? {} : { reportPath }) }));
    if (around.kind === 'action')
        annotate(around, report);
    return exitCodeOf(report);
}
/** What a person should see beside the run, not only in its log. */
function annotate(around, report) {
    for (const { level, text, place } of annotationsOf(report)) {
        if (level === 'error')
            around.console.error(text, place);
        else if (level === 'warning')
            around.console.warn(text);
        else
            around.console.line(text);
    }
}
/** Mistakes found before there is a run to report on. */
async function early(around, error) {
    const ending = ending_endingOf(error);
    if (ending.problems === undefined)
        around.console.error(`${ending.message}${ending.remedy === undefined ? '' : ` ${ending.remedy}`}`);
    else
        for (const problem of ending.problems)
            around.console.error(renderProblem(withoutPlace(problem)), problem.place);
    await around.outputs.set({ decision: ending.decision, 'reason-code': ending.reason });
    await around.outputs.state('done', 'true');
    return ending.decision === 'refused' ? 2 : 1;
}
/** The console shows the place itself. */
function withoutPlace({ place: _, ...problem }) {
    return problem;
}
/** Values of variables that are named like secrets: never shown, never written. */
function secretsIn(env) {
    return Object.entries(env).flatMap(([name, value]) => (value !== undefined && value.length >= 6 && /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE|API_?KEY|CREDENTIAL/i.test(name) ? [value] : []));
}


/***/ })

};

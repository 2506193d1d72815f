export const id = 342;
export const ids = [342];
export const modules = {

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   helpText: () => (/* binding */ helpText)
/* harmony export */ });
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3735);
// What the command line says about itself, from the contract; at most 80 columns.

const NAME = 'flowspec-operate';
const WIDTH = 80;
const ABOUT = {
    run: {
        does: 'Takes a task from Validated to Deployed: checks, package, staging, production behind the health gate, finalize.',
        examples: ['run --task-id task-42', 'run --task-id task-42 --dry-run'],
        ends: 'Fails when a release was rolled back: what was live before is live again.',
    },
    gate: {
        does: 'Checks whether the task may be deployed now: its state, the constitution, tests, programs, targets. Changes nothing.',
        examples: ['gate --task-id task-42', 'gate --environment production'],
        ends: 'Fails when a prerequisite does not hold.',
    },
    package: {
        does: 'Builds and packs the artifact once, with SBOM and provenance. The same commit is never packed twice.',
        examples: ['package', 'package --version 1.4.0'],
        ends: 'Prints the digest, which is what deploy takes.',
    },
    verify: {
        does: 'Verifies everything that is said about an artifact: bytes, signature, provenance, SBOM.',
        examples: ['verify', 'verify --digest sha256:<64 hex>'],
        ends: 'Fails when something does not hold or cannot be proven.',
    },
    deploy: {
        does: 'Makes one artifact live in one environment, stepwise, and brings back what was live when it is not good.',
        examples: ['deploy --environment staging', 'deploy --environment production --digest sha256:<64 hex>'],
        ends: 'Fails when the release was rolled back.',
    },
    rollback: {
        does: 'Brings back a release that was verified in this environment before.',
        examples: ["rollback --environment production --reason 'checkout is slow'", "rollback --to dep_<ULID> --reason 'wrong prices'"],
        ends: 'A rollback that was asked for and done is a success.',
    },
    finalize: {
        does: 'Writes what follows a verified production: tag, label, records.',
        examples: ['finalize', 'finalize --digest sha256:<64 hex>'],
        ends: 'May be repeated: what is done stays done.',
    },
    reconcile: {
        does: 'Finishes what an interrupted run left behind: resumes or rolls back, frees the lock.',
        examples: ['reconcile', 'reconcile --environment production'],
        ends: 'With nothing to do it succeeds.',
    },
    status: {
        does: 'Shows what runs where, since when and by whom, the lock, and the delivery numbers. Changes nothing.',
        examples: ['status', 'status --environment production'],
        ends: 'Fails only when the ledger cannot be read.',
    },
};
/** Help for one command, or for all when none is named. Ends with a line break. */
function helpText(command) {
    return command === undefined ? overview() : page(command);
}
function overview() {
    const column = Math.max(..._contract_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMANDS */ .Lo.map((command) => command.length)) + 4;
    return [
        `Usage: ${NAME} <command> [--option value]...`,
        '',
        'Commands:',
        ..._contract_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMANDS */ .Lo.flatMap((command) => hanging(`  ${command}`, ABOUT[command].does, column)),
        '',
        'Examples:',
        `  ${NAME} run --task-id task-42 --dry-run`,
        `  ${NAME} status`,
        '',
        `\`${NAME} <command> --help\` shows the options of a command.`,
        ...EXIT_CODES,
        '',
    ].join('\n');
}
function page(command) {
    const { does, examples, ends } = ABOUT[command];
    const keys = _contract_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUT_KEYS */ .eo.filter((key) => key !== 'command' && isReadBy(_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .mc[key], command));
    return [
        `Usage: ${NAME} ${command} [--option value]...`,
        '',
        ...hanging('', does, 0),
        ...hanging('', ends, 0),
        '',
        'Options:',
        ...keys.flatMap((key) => hanging(`  ${optionText(key)}`, descriptionOf(_contract_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .mc[key]), 26)),
        ...hanging('  --help', 'This text.', 26),
        '',
        'Examples:',
        ...examples.map((example) => `  ${NAME} ${example}`),
        ...EXIT_CODES,
        '',
    ].join('\n');
}
/** As `exitCodeOf` in domain/report/result.ts gives them. */
const EXIT_CODES = [
    '',
    'Exit codes:',
    '    0  done, or nothing to do',
    '    1  failed, or rolled back by itself',
    '    2  refused: something given or required is wrong; nothing was changed',
    '  130  told to stop; what had begun was rolled back',
];
function isReadBy({ commands }, command) {
    return commands === undefined || commands.includes(command);
}
function optionText(key) {
    const spec = _contract_js__WEBPACK_IMPORTED_MODULE_0__/* .INPUTS */ .mc[key];
    if (spec.type === 'boolean')
        return spec.default === 'true' ? `--no-${key}` : `--${key}`;
    return `--${key} <${spec.type === 'duration' ? 'time' : 'text'}>`;
}
function descriptionOf(spec) {
    return spec.default === undefined || spec.type === 'boolean' ? spec.description : `${spec.description} [${spec.default}]`;
}
/** A term and its text beside it, wrapped; a long term has a line of its own. */
function hanging(term, text, column) {
    const lines = wrapped(text, WIDTH - column).map((line) => `${' '.repeat(column)}${line}`);
    const [first = '', ...others] = lines;
    return term.length + 1 < column || column === 0 ? [`${term}${first.slice(term.length)}`, ...others] : [term, ...lines];
}
function wrapped(text, width) {
    return text.split(' ').reduce((lines, word) => {
        const last = lines.at(-1);
        if (last === undefined)
            return [word];
        return last.length + 1 + word.length <= width ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, []);
}


/***/ })

};

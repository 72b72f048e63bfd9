/**
 * The facade's plain types: what the language server, the command line and the panel get from the core.
 * All line and column numbers here are 0-based, columns in UTF-16 units, ends exclusive; adapters convert.
 */
export type { EventAlias } from './trace/settings.js';
export * from './api/findings.js';
export * from './api/state.js';
export * from './api/notReported.js';
export * from './api/document.js';
export * from './api/file.js';
export * from './api/large.js';
export * from './api/machine.js';

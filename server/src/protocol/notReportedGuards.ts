import { isFields, isListOf, isNatural, isText, isTextOrNull } from './shapes.js';
import type { EvidenceLine, NotReportedAnswer, NotReportedBlock, NotReportedGroup, NotReportedResult, NotReportedZone } from './notReported.js';

export const isNotReportedResult = (value: unknown): value is NotReportedResult =>
  isFields(value) && isNatural(value['version']) && isNatural(value['line']) && (value['answer'] === null || isAnswer(value['answer']));

const isAnswer = (value: unknown): value is NotReportedAnswer =>
  isFields(value) && isNatural(value['smallestOrder']) && isText(value['worker']) && isListOf(value['workerLines'], isEvidence)
  && (value['block'] === null || isBlock(value['block'])) && isListOf(value['zones'], isZone) && isListOf(value['missing'], isMissing);

const isEvidence = (value: unknown): value is EvidenceLine => isFields(value) && isNatural(value['line']) && isText(value['message']);

const isBlock = (value: unknown): value is NotReportedBlock =>
  isFields(value) && isText(value['pfn']) && isNaturalOrNull(value['order']) && isTextOrNull(value['reason']) && isText(value['text']) && isListOf(value['lines'], isEvidence);

const isZone = (value: unknown): value is NotReportedZone =>
  isFields(value) && isText(value['zone']) && Number.isInteger(value['node']) && isListOf(value['orders'], isOrder);

const isOrder = (value: unknown): value is NotReportedZone['orders'][number] => isFields(value) && isNatural(value['order']) && isListOf(value['groups'], isGroup);

const isGroup = (value: unknown): value is NotReportedGroup =>
  isFields(value) && isText(value['reason']) && isNatural(value['atLeast']) && isNaturalOrNull(value['atMost']) && isText(value['text']) && isListOf(value['lines'], isEvidence);

const isMissing = (value: unknown): value is NotReportedAnswer['missing'][number] => isFields(value) && isText(value['text']) && isListOf(value['lines'], isText);

const isNaturalOrNull = (value: unknown): value is number | null => value === null || isNatural(value);

/** What the lines read so far say about the next ones: with the same state, the same line is read alike. */
import type { EventAlias } from '../trace/settings.js';
import { defaultMigrateTypes } from '../trace/migratetypes.js';
import { Place } from './htmlPage.js';

export interface ParseState {
  /** `event NAME as KNOWN`, in the order of their lines. */
  readonly events: readonly EventAlias[];
  /** Names of migratetypes in number order, and whether a line has listed them. */
  readonly types: readonly string[];
  readonly typesGiven: boolean;
  readonly place: Place;
  /** Equal for equal states. */
  readonly key: string;
}

export const aliasText = ({ name, as, keys }: EventAlias): string => `${name} ${as} ${[...keys].map(([canonical, own]) => `${canonical}=${own}`).join(' ')}`;

export function parseStateOf(events: readonly EventAlias[], types: readonly string[], typesGiven: boolean, place: Place): ParseState {
  return { events, types, typesGiven, place, key: `${place} ${typesGiven ? 1 : 0} ${types.join()};${events.map(aliasText).join(';')}` };
}

/** In front of the first line. `events`: the table of the settings. */
export const initialState = (events: readonly EventAlias[] = []): ParseState => parseStateOf(events, defaultMigrateTypes, false, Place.Start);

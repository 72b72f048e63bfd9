import { onMessage, savedState, saveState, send } from './api.js';
import { reduce } from './model.js';
import type { Action } from './model.js';
import { fromSaved, toSaved } from './savedState.js';
import { onThemeChange } from './ui/currentTheme.js';
import { View } from './ui/view.js';

let state = fromSaved(savedState());
let frame = 0;
const view = new View(dispatch);

function dispatch(action: Action): void {
  const step = reduce(state, action);
  state = step.state;
  // Saved at once: VS Code brings a panel back after a reload only if it has a state.
  saveState(toSaved(state));
  step.send.forEach(send);
  // Messages come in bursts; one drawing a frame is enough.
  if (frame === 0) frame = requestAnimationFrame(() => {
    frame = 0;
    view.render(state);
  });
}

onMessage(message => dispatch({ type: 'received', message }));
onThemeChange(() => view.render(state));
view.render(state);
dispatch({ type: 'loaded' });

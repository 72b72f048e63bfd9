import { onThemeChange } from '../ui/currentTheme.js';
import { onMessage, send } from './api.js';
import { Viewer } from './viewer.js';

const viewer = new Viewer(document.getElementById('viewer') ?? document.body);
onMessage(message => { viewer.receive(message); });
onThemeChange(() => { viewer.drawRuler(); });
send({ type: 'ready' });

import { join } from 'node:path';
import { serve } from './serve.js';

serve(join(__dirname, 'worker.js'));

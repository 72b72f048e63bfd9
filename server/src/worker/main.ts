import { serveJobs } from './serveJobs.js';

serveJobs();

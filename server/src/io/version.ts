/** Equal to package.json (a test compares them): the bundle is copied to hosts without it. */
export const version = '0.1.0';

/** Loaded in front of a program or a thread: reading a file whose name ends in $FAILING_FILE fails with EIO from byte $FAILING_AT on, as of a broken disk. */
'use strict';
const fs = require('node:fs');
const promises = require('node:fs/promises');

const { FAILING_FILE: file, FAILING_AT: at } = process.env;
const descriptors = new Set();
const broken = () => Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', errno: -5, syscall: 'read' });

if (file !== undefined) {
  const { open } = promises;
  promises.open = async (path, ...rest) => {
    const handle = await open(path, ...rest);
    if (!String(path).endsWith(file)) return handle;
    descriptors.add(handle.fd);
    const read = handle.read.bind(handle);
    let next = 0;
    handle.read = async (buffer, offset, length, position) => {
      const from = position ?? next;
      if (from >= Number(at)) throw broken();
      const result = await read(buffer, offset, Math.min(length, Number(at) - from), position);
      next = from + result.bytesRead;
      return result;
    };
    return handle;
  };
  const { readSync } = fs;
  fs.readSync = (descriptor, buffer, offset, length, position) => {
    if (descriptors.has(descriptor) && position + length > Number(at)) throw broken();
    return readSync(descriptor, buffer, offset, length, position);
  };
}

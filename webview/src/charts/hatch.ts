/** Diagonal stripes, so that two series differ by more than their colour. */
export function hatch(colour: string, background: string): CanvasPattern | string {
  const size = 6;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (context === null) return colour;
  context.fillStyle = background;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.beginPath();
  // The two short strokes fill the corners, where the stripe of the next tile begins.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
}

const MOST = 64;

/** Remembers the last readings: a turn reads the same few stretches in each of its rounds. The readings are shared, so nobody may change them. */
export function remembered<Inputs extends readonly string[], Reading>(read: (...inputs: Inputs) => Reading): (...inputs: Inputs) => Reading {
  const readings = new Map<string, Reading>();
  return (...inputs) => {
    const key = inputs.join('\n');
    const known = readings.get(key);
    if (known !== undefined) return known;
    const reading = read(...inputs);
    if (readings.size >= MOST) readings.delete(readings.keys().next().value!); // the oldest: a map keeps the order of its entries
    readings.set(key, reading);
    return reading;
  };
}

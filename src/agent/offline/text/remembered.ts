const MOST = 64;

/**
 * Remembers the readings of the last few texts, in memory alone: a turn reads the same stretches in each of its rounds.
 * The readings are shared, so nobody may change them.
 */
export function remembered<Inputs extends readonly string[], Reading>(read: (...inputs: Inputs) => Reading): (...inputs: Inputs) => Reading {
  const readings = new Map<string, Reading>();
  return (...inputs) => {
    const key = inputs.join('\n');
    const known = readings.get(key);
    readings.delete(key); // and set again: what is read stays among the last
    const reading = known ?? read(...inputs);
    if (readings.size >= MOST) readings.delete(readings.keys().next().value!); // the oldest: a map keeps the order of its entries
    readings.set(key, reading);
    return reading;
  };
}

/** Version of the advice engine: raised with any change that can change an answer, so that a replay can say why a figure differs. */
export const ENGINE_VERSION = 'advice-1';

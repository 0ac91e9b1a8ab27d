/** A short sound, made by the browser itself. Browsers allow it only after a click on the page. */

/** Two rising notes: Hz, and seconds from the beginning. */
const NOTES = [
  [659, 0],
  [880, 0.22],
] as const;
const LENGTH = 0.5;
const LOUD = 0.25;
const SILENT = 0.0001;

export class Bell {
  #audio: AudioContext | undefined;

  /** In the handler of a click. Rings once, so that the shopper knows what to listen for. */
  allow(): void {
    this.#audio ??= new AudioContext();
    this.ring();
  }

  /** Does nothing without `allow`. */
  ring(): void {
    const audio = this.#audio;
    if (!audio) return;
    // A phone may have put it to sleep meanwhile.
    void audio.resume();
    for (const [pitch, after] of NOTES) play(audio, pitch, audio.currentTime + after);
  }
}

/** Fades out, since a tone that is cut off cracks. */
function play(audio: AudioContext, pitch: number, at: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(LOUD, at);
  volume.gain.exponentialRampToValueAtTime(SILENT, at + LENGTH);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + LENGTH);
}

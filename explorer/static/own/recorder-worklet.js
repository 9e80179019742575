// Runs in the audio thread: sends the microphone's samples to the page, a twentieth of a second at a time.

class Recorder extends AudioWorkletProcessor {
  process([[channel]]) {
    if (!channel) return true;
    this.kept ??= [];
    this.kept.push(...channel);
    if (this.kept.length >= sampleRate / 20) {
      this.port.postMessage(Float32Array.from(this.kept));
      this.kept = [];
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);

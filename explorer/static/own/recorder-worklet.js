// Runs in the audio thread: sends the microphone's samples to the page, left and right in turn, a twentieth of a second
// at a time. A microphone with one channel is in both.

class Recorder extends AudioWorkletProcessor {
  process([[left, right = left]]) {
    if (!left) return true;
    this.kept ??= [];
    for (let i = 0; i < left.length; i++) this.kept.push(left[i], right[i]);
    if (this.kept.length >= (2 * sampleRate) / 20) {
      this.port.postMessage(Float32Array.from(this.kept));
      this.kept = [];
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);

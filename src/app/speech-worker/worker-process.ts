import { processChannel } from './process-channel.ts'
import { serveSpeech } from './serve.ts'
import { loadSpeechEngines } from './speech-engines.ts'

// The entry of the child process.
serveSpeech(processChannel(), loadSpeechEngines)

import js from '@eslint/js';
import globals from 'globals';

const PAGE = 'explorer/static/**/*.js';
const SHEET = 'vae/preview/page/*.js';
const BOOT = 'explorer/static/stage/boot.js';
const WORKLET = 'explorer/static/own/recorder-worklet.js';

export default [
  { ignores: ['**/node_modules/**'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-implicit-globals': 'error',
      'no-param-reassign': 'error',
      'no-shadow': ['error', { builtinGlobals: false }],
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-useless-rename': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      complexity: ['error', 12],
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: [PAGE, SHEET], languageOptions: { globals: globals.browser } },
  // Gradio runs it as the body of a function of these.
  {
    files: [BOOT],
    languageOptions: {
      sourceType: 'script',
      globals: { element: 'readonly', props: 'readonly', server: 'readonly', trigger: 'readonly' },
    },
  },
  { files: [WORKLET], languageOptions: { globals: globals.audioWorklet } },
  { files: ['tests/js/**/*.js'], languageOptions: { globals: globals.nodeBuiltin } },
];

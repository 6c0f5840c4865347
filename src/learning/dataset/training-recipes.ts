import fs from 'node:fs'
import path from 'node:path'

/** Settings for the trainers that people use, each to be run in the folder of the set with a base model of one's own. */
const recipes: Record<string, string> = {
  'mlx-lora.yaml': `# mlx_lm.lora --config mlx-lora.yaml
# On several Macs: mlx.launch --hostfile hosts.json -- mlx_lm.lora --config mlx-lora.yaml
model: BASE_MODEL
train: true
data: .
fine_tune_type: lora
num_layers: -1
batch_size: 4
iters: 1000
learning_rate: 1e-4
max_seq_length: 2048
mask_prompt: true
adapter_path: adapter
lora_parameters:
  rank: 8
  scale: 20.0
  dropout: 0.0
`,
  'trl.yaml': `# trl sft --config trl.yaml
model_name_or_path: BASE_MODEL
datasets:
  - path: json
    data_files: train.jsonl
use_peft: true
lora_r: 8
lora_alpha: 16
per_device_train_batch_size: 4
gradient_accumulation_steps: 4
learning_rate: 1.0e-4
num_train_epochs: 1
max_length: 2048
assistant_only_loss: true
output_dir: adapter
`,
  'axolotl.yaml': `# axolotl train axolotl.yaml
base_model: BASE_MODEL
datasets:
  - path: train.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
test_datasets:
  - path: valid.jsonl
    ds_type: json
    type: chat_template
    field_messages: messages
adapter: lora
lora_r: 8
lora_alpha: 16
lora_target_linear: true
sequence_len: 2048
micro_batch_size: 4
gradient_accumulation_steps: 4
learning_rate: 0.0001
num_epochs: 1
output_dir: adapter
`,
}

export function writeRecipes(folder: string): void {
  for (const [name, text] of Object.entries(recipes)) fs.writeFileSync(path.join(folder, name), text)
}

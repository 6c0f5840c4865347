import fs from 'node:fs'
import path from 'node:path'

/** What a set holds. */
export interface SetCounts {
  train: number
  valid: number
  preferences: number
}

/**
 * Settings for the trainers that people use, each to be run in the folder of the set with a base model of one's own in place of BASE_MODEL.
 * As of mlx-lm 0.32, TRL 1.12, and Axolotl's documentation of 2026.
 */
function recipes({ train, valid, preferences }: SetCounts): Record<string, string> {
  // mlx refuses a file with fewer examples than one batch.
  const batch = Math.max(1, Math.min(4, train, valid === 0 ? 4 : valid))
  const watched = valid > 0
  const files: Record<string, string> = {
    'mlx-lora.yaml': `# mlx_lm.lora --config mlx-lora.yaml
# On several Macs: mlx.launch --hostfile hosts.json -- mlx_lm.lora --config mlx-lora.yaml
# (mlx.distributed_config writes the hostfile; the batch must divide by the number of Macs.)
model: BASE_MODEL
train: true
data: .
fine_tune_type: lora
num_layers: -1
batch_size: ${batch}
iters: ${Math.max(100, Math.min(1000, Math.ceil(train / batch)))}
learning_rate: 1e-4
max_seq_length: 2048
mask_prompt: true
grad_checkpoint: true
adapter_path: adapter
lora_parameters:
  rank: 8
  scale: 20.0
  dropout: 0.0
`,
    'trl.yaml': `# trl sft --config trl.yaml
# assistant_only_loss needs a chat template that marks what the assistant says; TRL brings one for the common families.
model_name_or_path: BASE_MODEL
datasets:
  - path: json
    data_files: train.jsonl
    columns: [messages]
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
${
  watched
    ? `test_datasets:
  - path: valid.jsonl
    ds_type: json
    split: train
    type: chat_template
    field_messages: messages
`
    : ''
}adapter: lora
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
  if (preferences === 0) return files
  return {
    ...files,
    'trl-dpo.yaml': `# trl dpo --config trl-dpo.yaml
model_name_or_path: BASE_MODEL
datasets:
  - path: json
    data_files: preferences.jsonl
    columns: [chosen, rejected]
use_peft: true
lora_r: 8
lora_alpha: 16
beta: 0.1
per_device_train_batch_size: 2
gradient_accumulation_steps: 8
learning_rate: 1.0e-5
num_train_epochs: 1
max_length: 2048
output_dir: adapter-dpo
`,
    'axolotl-dpo.yaml': `# axolotl train axolotl-dpo.yaml
base_model: BASE_MODEL
rl: dpo
datasets:
  - path: preferences.jsonl
    ds_type: json
    split: train
    type: chat_template.argilla_chat
adapter: lora
lora_r: 8
lora_alpha: 16
lora_target_linear: true
sequence_len: 2048
micro_batch_size: 2
gradient_accumulation_steps: 8
learning_rate: 0.00001
num_epochs: 1
output_dir: adapter-dpo
`,
  }
}

/** All files that `writeRecipes` may write. */
export const recipeNames = Object.keys(recipes({ train: 1, valid: 1, preferences: 1 }))

export function writeRecipes(folder: string, counts: SetCounts): void {
  for (const [name, text] of Object.entries(recipes(counts))) fs.writeFileSync(path.join(folder, name), text)
}

"""Examples in the chat format as tokens, with the assistant's own marked: those alone are learned."""

import json

from wire import Refusal


def read_examples(file, tokenizer, maximum_tokens):
    """Rows of (tokens, marks). Examples without a word of the assistant within the limit are left out."""
    rows = []
    if not file.exists():
        return rows
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                messages = [message_of(message) for message in json.loads(line)["messages"]]
            except (ValueError, KeyError, TypeError) as cause:
                raise Refusal("training-data-invalid", f"Line {number} of {file.name} is no example.") from cause
            tokens, marks = row_of(messages, tokenizer)
            tokens, marks = tokens[:maximum_tokens], marks[:maximum_tokens]
            # The first token is predicted by nothing.
            if any(marks[1:]):
                rows.append((tokens, marks))
    return rows


def message_of(message):
    made = {"role": message["role"], "content": message.get("content") or ""}
    calls = message.get("tool_calls") or [
        {"type": "function", "function": {"name": call["tool"], "arguments": call["input"]}}
        for call in message.get("toolCalls") or []
    ]
    return made | ({"tool_calls": calls} if calls else {})


def row_of(messages, tokenizer):
    """Each answer reaches from where the template would let the model begin to where the template ends the message."""

    def render(count, answering=False):
        made = tokenizer.apply_chat_template(
            messages[:count],
            tokenize=False,
            add_generation_prompt=answering,
            # Templates without thoughts do not look at it.
            enable_thinking=False,
        )
        return tokenizer.encode(made, add_special_tokens=False)

    tokens = render(len(messages))
    marks = [0] * len(tokens)
    for index, message in enumerate(messages):
        if message["role"] != "assistant" or index == 0:
            continue
        start = same_beginning(render(index, answering=True), tokens)
        end = same_beginning(render(index + 1), tokens)
        # A template may write an earlier answer otherwise than a last one; then only what fits is marked.
        for position in range(start, end):
            marks[position] = 1
    return tokens, marks


def same_beginning(one, other):
    for index, (left, right) in enumerate(zip(one, other)):
        if left != right:
            return index
    return min(len(one), len(other))

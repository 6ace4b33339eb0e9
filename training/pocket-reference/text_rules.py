"""What the official functions make of 300 texts (pocket-tts 4.0.1): see README.md."""

import gzip
import io
import json
import random
from pathlib import Path

import sentencepiece
import tokenizers
import torch
import yaml
from pocket_tts.models.text_chunking import prepare_text_prompt, split_into_best_sentences
from pocket_tts.utils.config import CONFIGS_DIR, Config

OUT = Path(__file__).resolve().parents[2] / "e2e" / "fixtures" / "pocket-family"
PIECES = 560
TEXTS = 300

SENTENCES = """
The harbour was quiet before the first boats came in
She counted 3.14 and then 2.71828 out loud, twice
Did anybody see where the cat went
It's a long way home, isn't it
He said “I won't” and left the room
We met in 1997; nobody wrote it down
Rain fell on the tin roof, on the garden, on the road, on the river, and on the hills behind the village where the old mill stood
Prices rose by 12.5 percent, then fell by .75, then rose again
“Wait”, she called, “you forgot your keys”
The recipe asks for flour – about 500 grams – and salt
No
Stop
Version 4.0.1 works; version 3 does not
Ask Dr. Ames at 5 p.m. about the results
(This was written in brackets)
[So was this]
Die Straße war leer; niemand ging hinaus
„Komm herein“, sagte er
Où est la gare : à gauche ou à droite
« Bonjour », dit-elle
¿Dónde está la biblioteca
¡Qué día tan bonito
L'età non conta, disse la nonna
O rapaz comprou três maçãs; a menina, duas
Het is nu 3.5 graden
éclairs and crème brûlée were on the table
ßharp letters are rare
iPhones ring, bells chime
she paused — and went on — and paused again
the list is: apples, pears, plums, quinces, medlars, cherries, currants, gooseberries, raspberries, blackberries, and figs
a very long sentence without any comma that goes on and on past the point at which a reader would have liked to take a breath because its author never learned where to stop and so it simply continues until the words run out at last
first, second; third: fourth, fifth; sixth: seventh, eighth; ninth: tenth, eleventh; twelfth: thirteenth, fourteenth; fifteenth: sixteenth, seventeenth
""".strip().splitlines()
ENDS = [".", ".", ".", "!", "?", "...", "…", "?!", "", "", ",", ";", ":", " -", "–", '."', '!"', "”", ".’", ")", ".)", '"', "»", " ", "\n", ". "]
JOINS = [" ", " ", " ", "  ", "\n", "\r\n", " \n ", "   ", "\t"]


def texts():
    draw = random.Random(41)
    for _ in range(TEXTS):
        count = draw.choice([1, 1, 1, 2, 3, 5, 9])
        text = ""
        for _ in range(count):
            sentence = draw.choice(SENTENCES)
            if draw.random() < 0.15:
                sentence = f'"{sentence}"' if draw.random() < 0.5 else f"‘{sentence}’"
            text += sentence + draw.choice(ENDS) + draw.choice(JOINS)
        yield draw.choice(["", "", "", " ", "\n"]) + text


def train(lines):
    """A SentencePiece model of the published kind, small, and the same as tokenizer.json."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=PIECES, model_type="unigram", byte_fallback=True, normalization_rule_name="identity",
        remove_extra_whitespaces=False, bos_id=-1, eos_id=-1, pad_id=-1, unk_id=0, minloglevel=2, num_threads=1, character_coverage=0.98,
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    vocabulary = [(processor.id_to_piece(i), processor.get_score(i)) for i in range(processor.vocab_size())]
    same = tokenizers.Tokenizer(tokenizers.models.Unigram(vocabulary, unk_id=0, byte_fallback=True))
    same.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    same.decoder = tokenizers.decoders.Sequence([tokenizers.decoders.ByteFallback(), tokenizers.decoders.Metaspace(replacement="▁", prepend_scheme="always")])
    return model.getvalue(), processor, same


def rules_of(known: Config):
    return dict(
        pad_with_spaces_for_short_inputs=known.pad_with_spaces_for_short_inputs,
        remove_semicolons=known.remove_semicolons,
        append_terminal_punctuation=known.append_terminal_punctuation,
        capitalize_first_letter=known.capitalize_first_letter,
        replace_characters=known.replace_characters,
    )


def main():
    configs = {path.stem: Config(**yaml.safe_load(path.read_text())) for path in sorted(CONFIGS_DIR.glob("*.yaml"))}
    # One configuration for each set of rules, and rules that no published model has.
    sets = {json.dumps(rules_of(known), sort_keys=True): name for name, known in reversed(configs.items())}
    rules = {name: json.loads(text) for text, name in sets.items()}
    rules["none"] = dict(rules["english"], append_terminal_punctuation=False, capitalize_first_letter=False, replace_characters={})
    given = list(texts())
    model, processor, same = train(given)
    (OUT / "tokenizer.model").write_bytes(model)
    (OUT / "tokenizer.json").write_text(same.to_str() + "\n")
    rows = []
    for i, text in enumerate(given):
        name = list(rules)[i % len(rules)]
        asked = rules[name]
        prepared, guess = prepare_text_prompt(text, **asked)
        chunks = split_into_best_sentences(_Tokenizer(processor), text, 50, **asked)
        spoken = [prepare_text_prompt(chunk, **asked) for chunk in chunks]
        rows.append(dict(
            rules=name, text=text, prepared=prepared, frames=guess + 2, chunks=chunks,
            spoken=[dict(text=said, frames=frames + 2, ids=processor.encode(said), same=same.encode(said).ids == processor.encode(said)) for said, frames in spoken],
        ))
    spoken_as = {name: dict(temperature=known.default_temperature, endThreshold=known.default_eos_threshold, framesAfterEnd=known.model_recommended_frames_after_eos, **rules_of(known)) for name, known in configs.items()}
    data = json.dumps(dict(rules=rules, configurations=spoken_as, rows=rows), ensure_ascii=False, separators=(",", ":"))
    (OUT / "text-rules.json.gz").write_bytes(gzip.compress(data.encode(), 9, mtime=0))
    print(len(rows), "texts,", sum(len(row["chunks"]) for row in rows), "chunks,", sum(not said["same"] for row in rows for said in row["spoken"]), "chunks of which tokenizer.json makes other tokens")


class _Tokenizer:
    def __init__(self, processor):
        self.processor = processor

    def __call__(self, text):
        return torch.tensor([self.processor.encode(text)], dtype=torch.long)

    def decode(self, ids):
        return self.processor.decode(ids)


if __name__ == "__main__":
    main()

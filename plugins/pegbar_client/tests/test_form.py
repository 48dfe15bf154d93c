"""Frame ranges, values and shot paths."""

from __future__ import annotations

import random
import unittest

from pegbar_client import PegbarError
from pegbar_client.decode import decode
from pegbar_client.form.draft import Draft, build_body
from pegbar_client.form.frames import format_frames, make_range, parse_frames
from pegbar_client.form.shot_path import find_shot
from pegbar_client.form.values import check_value, default_values, integer_range, to_parameters
from pegbar_client.host.interface import CameraData
from pegbar_client.models import Show, Workflow, WorkflowFormField
from pegbar_client.session.capture_flow import add_cameras


def make_field(**given: object) -> WorkflowFormField:
    return decode(WorkflowFormField, {"name": "f", "label": "F", "node": "1", "input": "x", "type": "integer", "default": 0, **given})


def make_workflow(*fields: dict[str, object]) -> Workflow:
    return decode(
        Workflow,
        {
            "id": "wfl_1", "slug": "w", "name": "W", "description": "", "retired": False, "versionId": "wfv_1",
            "publishedAt": "2026-12-01T12:00:00.000Z", "publishedBy": None,
            "version": 1, "sha256": "0", "class": "light", "timeLimitSeconds": 1,
            "form": {
                "fields": [{"label": "F", "node": "1", "input": "x", **one} for one in fields],
                "inputs": [],
                "outputs": [{"name": "o", "label": "O", "node": "9"}],
            },
        },
    )  # fmt: skip


SHOWS = [
    decode(
        Show,
        {
            "id": code, "code": code, "name": code, "naming": "", "frameRate": "24",
            "sequences": [
                {"id": "s", "code": sequence, "shots": [
                    {"id": shot, "code": shot, "frameIn": None, "frameOut": None} for shot in shots
                ]} for sequence, shots in sequences.items()
            ],
        },
    )
    for code, sequences in {
        "HARBOR": {"sq010": ["sh010", "sh020"], "sq020": ["sh010"]},
        "MOON": {"010": ["0010", "0020"]},
    }.items()
]  # fmt: skip


class FramesTest(unittest.TestCase):
    def test_ranges_of_the_documentation(self) -> None:
        cases = {
            "1-5": (1, 2, 3, 4, 5),
            "1-10:3": (1, 4, 7, 10),
            "5,9,12-14": (5, 9, 12, 13, 14),
            "-5 - -3, 001": (-5, -4, -3, 1),
            "10-1:-3": (1, 4, 7, 10),
            "1-10:500": (1,),
        }
        for text, frames in cases.items():
            self.assertEqual(parse_frames(text), frames, text)

    def test_refused_ranges_say_what_to_write(self) -> None:
        for text in ("", "1..10", "1-10x2", "10-1", "1-5,5", "1-100:0", "1-100000000", "a"):
            with self.assertRaises(PegbarError, msg=text) as caught:
                parse_frames(text)
            self.assertTrue(caught.exception.hint, text)

    def test_a_written_range_has_the_same_frames_and_parts_that_do_not_interleave(self) -> None:
        chance = random.Random(24)
        for _ in range(500):
            frames = tuple(sorted(chance.sample(range(-20, 60), chance.randint(1, 30))))
            text = format_frames(frames)
            self.assertEqual(parse_frames(text), frames)
            bounds = [(min(part), max(part)) for part in map(parse_frames, text.split(","))]
            self.assertTrue(all(left[1] < right[0] for left, right in zip(bounds, bounds[1:])), text)
        self.assertEqual(format_frames([1, 3, 5, 7, 20]), "1-7:2,20")
        self.assertEqual(format_frames([1, 2]), "1-2")
        self.assertEqual(format_frames([1, 9]), "1,9")
        self.assertEqual(format_frames([-3, -2, -1]), "-3--1")
        self.assertEqual(parse_frames("-3--1"), (-3, -2, -1))

    def test_a_timeline_on_twos(self) -> None:
        self.assertEqual(make_range(1001, 1008, 2), (1001, 1003, 1005, 1007))
        with self.assertRaises(PegbarError):
            make_range(10, 1, 1)


class ValuesTest(unittest.TestCase):
    def test_seeds_up_to_64_bits_stay_exact(self) -> None:
        field = {"name": "seed", "type": "integer", "purpose": "seed", "minimum": 0, "maximum": 2**53 - 1,
                 "exactMaximum": str(2**64 - 1), "default": str(2**63 + 1)}  # fmt: skip
        workflow = make_workflow(field)
        [one] = workflow.form.fields
        self.assertEqual(integer_range(one), (0, 2**64 - 1))
        self.assertEqual(default_values(workflow), {"seed": 2**63 + 1})
        self.assertEqual(check_value(one, str(2**64 - 1)), "")
        self.assertIn(str(2**64 - 1), check_value(one, 2**64))
        self.assertEqual(to_parameters(workflow, {"seed": 2**64 - 1}), {"seed": str(2**64 - 1)})
        self.assertEqual(to_parameters(workflow, {"seed": "7"}), {"seed": 7})

    def test_each_type_refuses_what_it_cannot_take(self) -> None:
        cases: list[tuple[dict[str, object], object, object]] = [
            ({"minimum": 1, "maximum": 60}, 60, 61),
            ({"minimum": 1, "maximum": 60}, 1, True),
            ({"minimum": 1, "maximum": 60}, 2, "2.5"),
            ({"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}, 1, 1.01),
            ({"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}, 0, float("nan")),
            ({"type": "boolean", "default": False}, True, 1),
            ({"type": "choice", "choices": ["a", "b"], "default": "a"}, "b", "c"),
            ({"type": "model", "choices": ["m"], "default": "m", "kind": "lora"}, "m", "n"),
            ({"type": "string", "maxLength": 3, "default": ""}, "abc", "abcd"),
        ]
        for given, right, wrong in cases:
            field = make_field(**given)
            self.assertEqual(check_value(field, right), "", given)
            self.assertTrue(check_value(field, wrong).endswith("."), given)


class BodyTest(unittest.TestCase):
    def test_a_batch_has_its_seed_as_a_policy_and_no_empty_labels(self) -> None:
        workflow = make_workflow({"name": "seed", "type": "integer", "purpose": "seed", "minimum": 0, "maximum": 9, "default": 3})
        draft = Draft("A/b/c", workflow, {"seed": 5}, {}, frames=(1, 3, 5), seed_mode="perFrame")
        self.assertEqual(
            build_body(draft),
            {"shot": "A/b/c", "workflow": "wfv_1", "frames": "1-5:2", "name": "W", "parameters": {},
             "seed": {"kind": "perFrame", "seed": 5}},
        )  # fmt: skip

    def test_a_camera_is_a_value_of_a_picture_and_a_key_per_frame_of_a_range(self) -> None:
        camera = CameraData(3, (1.0,) * 16, 50.0, (36.0, 24.0), (0.0, 0.0), (0.1, 100.0), None, (64, 48))
        single = add_cameras({"parameters": {"a": 1}}, "camera", (camera,))
        self.assertIn('"focalLength":50.0', str(single["parameters"]["camera"]))  # type: ignore[index]
        several = add_cameras({"parameters": {}, "frames": "3"}, "camera", (camera,))
        self.assertEqual(several["keyframes"]["camera"]["keys"][0]["frame"], 3)  # type: ignore[index]


class ShotPathTest(unittest.TestCase):
    def test_codes_in_folders_and_names(self) -> None:
        cases = {
            "/jobs/HARBOR/sq010/sh020/anim_v003.blend": "HARBOR/sq010/sh020",
            r"P:\jobs\harbor\SQ010\sh010\anim.blend": "HARBOR/sq010/sh010",
            "/tmp/HARBOR_sq020_sh010_v001.blend": "HARBOR/sq020/sh010",
            "/jobs/MOON/010/0020/x.blend": "MOON/010/0020",
            "/jobs/HARBOR/sq010/x.blend": "",
            "/jobs/HARBORMASTER/sq010/sh010/x.blend": "",
            "/jobs/HARBOR/sq010/sh010/HARBOR_sq010_sh020_v2.blend": "HARBOR/sq010/sh020",
        }
        for path, shot in cases.items():
            self.assertEqual(find_shot(path, SHOWS), shot, path)
        self.assertEqual(find_shot(None, SHOWS), "")

    def test_a_rule_says_where_the_codes_are(self) -> None:
        rule = "/jobs/{show}/{sequence}/{shot}/"
        self.assertEqual(find_shot("/mnt/jobs/MOON/010/0010/sq010/x.blend", SHOWS, rule), "MOON/010/0010")
        self.assertEqual(find_shot("/mnt/jobs/MOON/010/0030/x.blend", SHOWS, rule), "")
        with self.assertRaises(PegbarError):
            find_shot("/x", SHOWS, "/jobs/{show}/{shot}/")


if __name__ == "__main__":
    unittest.main()

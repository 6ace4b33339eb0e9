"""The space of styles: coordinates that say how a voice differs from the mean of all published ones."""

import dataclasses
import pathlib

import numpy

ROWS, HALF = 510, 128
WIDTH = 2 * HALF
#: Principal directions kept of each half of a style; the rest moves too little to be learned from renderings.
TIMBRE, PROSODY = 32, 16
#: Smooth shapes that the common course over the rows of a table is made of.
COURSE_RANK = 6


def load_styles(folder: pathlib.Path) -> tuple[list[str], numpy.ndarray]:
    """Names and tables [styles, 510, 256] of a folder of `NAME.bin`."""
    paths = sorted(folder.glob("*.bin"))
    tables = [numpy.fromfile(path, "<f4").reshape(ROWS, WIDTH) for path in paths]
    return [path.stem for path in paths], numpy.stack(tables).astype(numpy.float64)


@dataclasses.dataclass(frozen=True)
class Space:
    """`mean + coordinates @ basis` is a style's mean over its rows; coordinates have unit variance among the styles."""

    mean: numpy.ndarray
    basis: numpy.ndarray
    course_rows: numpy.ndarray
    course_shapes: numpy.ndarray

    @property
    def course(self) -> numpy.ndarray:
        """[510, 256]: what all tables do alike from row to row, without the mean."""
        return self.course_rows @ self.course_shapes

    def coordinates(self, means: numpy.ndarray) -> numpy.ndarray:
        """[..., 256] to [..., 48]: nearest point, since the basis' rows are orthogonal."""
        return (means - self.mean) @ self.basis.T / numpy.square(self.basis).sum(axis=1)

    def style(self, coordinates: numpy.ndarray) -> numpy.ndarray:
        return self.mean + coordinates @ self.basis


def style_space(tables: numpy.ndarray, english: numpy.ndarray) -> Space:
    """Directions from all styles, the course over the rows from those that are English (a mask)."""
    means = tables.mean(axis=1)
    mean = means.mean(axis=0)
    basis = numpy.zeros((TIMBRE + PROSODY, WIDTH))
    for rows, part in ((slice(0, TIMBRE), slice(0, HALF)), (slice(TIMBRE, None), slice(HALF, None))):
        _, scale, directions = numpy.linalg.svd((means - mean)[:, part], full_matrices=False)
        count = TIMBRE if rows.start == 0 else PROSODY
        basis[rows, part] = directions[:count] * scale[:count, None] / numpy.sqrt(len(means))
    course = tables[english].mean(axis=0) - means[english].mean(axis=0)
    left, scale, shapes = numpy.linalg.svd(course, full_matrices=False)
    return Space(mean, basis, left[:, :COURSE_RANK] * scale[:COURSE_RANK], shapes[:COURSE_RANK])


def is_english(names: list[str]) -> numpy.ndarray:
    """By their first letter: a is American, b British."""
    return numpy.array([name[0] in "ab" for name in names])

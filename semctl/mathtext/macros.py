"""Commands and environments that the parser does not know, in the words of those that it knows.

Of TeX and its packages, and the private ones that everybody defines alike (`C`, `eps`, `norm`). A colour or a kerning
is nothing that a text can show: what it was put on stays.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NOTHING: Final = """allowbreak nobreak nolinebreak expandafter noexpand protect displaylimits strut DOTSB DOTSI DOTSX
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge itshape upshape bfseries"""
_ARGUMENT: Final = """clap llap rlap mathclap mathllap mathrlap smash vcenter ensuremath mathnormal sout
    mathreflectbox"""
_SECOND: Final = "textcolor colorbox href"
_TEXT: Final = "mbox hbox textmd textnormal textup url"
_ALIKE: Final = """widetilde=tilde utilde=underline widecheck=check dotsb=cdots dotsc=ldots dotsi=cdots dotsm=cdots
    dotso=ldots dotsx=ldots mathellipsis=ldots smallsetminus=setminus centerdot=cdot sdot=cdot thicksim=sim
    thickapprox=approx varpropto=propto varvdots=vdots smallint=int intop=int shortmid=mid nshortmid=nmid
    shortparallel=parallel nshortparallel=nparallel smallsmile=smile smallfrown=frown pmb=boldsymbol mathsfit=mathsf
    mathds=mathbb mathbbm=mathbb RR=R NN=N ZZ=Z eps=varepsilon enskip=enspace ordinarycolon=colon
    overlinesegment=overline underlinesegment=underline"""
_OPERATORS: Final = """rank rk tr Tr trace diag sgn sign supp Hom End Aut Gal Spec Proj Ext Tor coker GL SL SO SU PGL
    Var Cov vol Vol dist diam conv id im codim lcm ord grad curl Res Ind Ric Pic Frac Sym Stab ad Ad TeX LaTeX"""
_WITH_LIMITS: Final = """esssup essinf varlimsup=lim\\,sup varliminf=lim\\,inf varinjlim=inj\\,lim
    varprojlim=proj\\,lim"""
_OTHERS: Final = {
    "C": r"\mathbb{C}",
    "CC": r"\mathbb{C}",
    "Q": r"\mathbb{Q}",
    "QQ": r"\mathbb{Q}",
    "abs": r"\lvert #1\rvert",
    "norm": r"\lVert #1\rVert",
    "substack": r"\begin{matrix}#1\end{matrix}",
    "AA": "Å",
    "aa": "å",
}


def _macros() -> dict[str, str]:
    alike = (entry.split("=") for entry in _ALIKE.split())
    with_limits = (entry.partition("=") for entry in _WITH_LIMITS.split())
    return {
        **dict.fromkeys(_NOTHING.split(), ""),
        **dict.fromkeys(_ARGUMENT.split(), "#1"),
        **dict.fromkeys(_SECOND.split(), "#2"),
        **dict.fromkeys(_TEXT.split(), r"\text{#1}"),
        **{name: f"\\{known}" for name, known in alike},
        **{name: f"\\operatorname{{{name}}}" for name in _OPERATORS.split()},
        **{name: f"\\operatorname*{{{shown or name}}}" for name, _, shown in with_limits},
        **_OTHERS,
    }


MACROS: Final[Mapping[str, str]] = MappingProxyType(_macros())

ENVIRONMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "align": "align*",
        "alignat": "align*",
        "alignedat": "aligned",
        "displaymath": "",
        "eqnarray": "align*",
        "equation": "",
        "flalign": "align*",
        "gather": "gather*",
        "math": "",
        "multline": "multline*",
        "smallmatrix": "matrix",
        "split": "aligned",
        "subarray": "array",
        "subequations": "",
    }
)
"""What each stands for here, without equation numbers; "" takes its begin and end away."""

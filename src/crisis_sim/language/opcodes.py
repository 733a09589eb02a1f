"""The small integers that the language, the rules and the compiled kernel agree on. Imports nothing.

The operations of table code (see `table_code` for the shape of an instruction) and the kinds of amount. The order of
the operations has no meaning; `interpreter` tests the frequent ones first.
"""

(
    GIVE,  # end of a formula: its result is `left`
    COPY,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    NEGATE,
    MIN,
    MAX,
    ABS,
    EXP,
    LOG,
    SQRT,
    LOGISTIC,
    FLOOR,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    EQUAL,
    UNEQUAL,
    AND,
    OR,
    NOT,
    SELECT,  # the condition stands in `target` beforehand
) = range(25)

(
    CONSTANT,
    UNIFORM,
    TRIANGULAR,
    NORMAL,
    LOGNORMAL,
    EXPONENTIAL,
    GAMMA,
    BETA,
    POISSON,
    NEGATIVE_BINOMIAL,
    BERNOULLI,
    CHOICE,
) = range(12)

package dev.sku.protocol;

/// Thrown where a fault is found; carries what a person needs to mend it. Caught at the boundary of a job or a command.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + " " + problem.arguments());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.code() + " " + problem.arguments(), cause);
        this.problem = problem;
    }

    public static ProblemException of(Problem.Code code, Object... arguments) {
        return new ProblemException(Problem.of(code, arguments));
    }

    public Problem problem() {
        return problem;
    }
}

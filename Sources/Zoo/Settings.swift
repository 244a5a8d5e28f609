/// Reads hyperparameters.
public final class Settings {}

public import Postgres

/// What can go wrong beside a refusal. `description` is safe for logs and for people; `debugDescription` is for the engineer.
public enum StoreError: Error, Sendable {
  case database(PostgresError)
  /// The database was made by a newer program.
  case schemaTooNew(Int)
  /// A step that was carried out differs from the one in this program.
  case migrationChanged(Int)
  /// The schema is not the one this program was made for: migrate first.
  case schemaMissing
  /// Parts of the schema are not there, though its number says so.
  case schemaIncomplete([String])
  /// There are cases, and of none the key: a restore left the keys out.
  case keysMissing
  /// The service's role, and what it can do that it should not.
  case roleTooStrong(String, String)
  /// A proxy before the database gives each transaction another session.
  case sessionsShared
  /// A published workflow version was offered again with another text.
  case workflowChanged(String, version: String)
  /// A workflow version is in the database, and no sealed entry of the journal of the directory says that it was published.
  case versionUnsealed(String, version: String)
  /// The service has not yet published its workflows: it is starting, or its database is away.
  case notPrepared
  /// The plan that was to be carried out is not the one that is made now: cases changed since, or a deadline has passed.
  case planOutdated(now: String)
  /// A case follows a workflow version that this program has not read.
  case workflowUnknown(String, version: String)
  /// What was approved cannot be carried out any more, and why, in the words of the refusal.
  case approvalLapsed(String)
  /// Cases are wrapped by a key-encryption key that the keyring does not have.
  case keyMissing(String)
  /// Keys of the keyring are others than those of the same names by which cases are wrapped.
  case keysOther([String])
  /// The secret of the keyring is another one than that by which the directory is sealed.
  case secretOther
  /// There are entries of the settings to be sealed, and no keyring was given.
  case keyringMissing
  /// What was read is not what was written.
  case corrupt(String)
  /// What was read is as it was written, by a later release, and has in it what this one does not know.
  case laterRelease(String)
  /// A clock that can be moved, in a database that is not for local use; or the other way round.
  case movableClock(present: Bool)
  /// The command met others on the same case again and again.
  case contended

  /// Whether the same call may succeed later.
  public var isRetriable: Bool {
    switch self {
    case .database(let error): error.isRetriable
    case .contended, .notPrepared: true
    default: false
    }
  }
}

extension StoreError: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String {
    switch self {
    case .database(let error): error.description
    case .schemaTooNew(let version): "the database has schema version \(version), newer than this program"
    case .migrationChanged(let version): "migration \(version) was carried out with another text than this program has"
    case .schemaMissing: "the database does not have this program's schema: run casusregie migrate"
    case .schemaIncomplete(let parts):
      "the database lacks a part of its schema, as after a restore that left it out: \(parts.joined(separator: ", "))"
    case .keysMissing:
      "the database has cases and not one of their keys: restore the schema keyring from its own backup"
    case .roleTooStrong(let role, let reason):
      "the service connects to the database as \(role), which \(reason): make it a role of its own, a member of "
        + "casusregie_service and of nothing else"
    case .sessionsShared:
      "the database is reached through a proxy that pools transactions: locks, limits and prepared statements would get "
        + "lost; connect without it, or let it pool sessions"
    case .workflowChanged(let key, let version):
      "workflow \(key) \(version) is published with another text: a changed workflow needs a new version"
    case .versionUnsealed(let key, let version):
      "workflow \(key) \(version) is in the database, and no sealed entry says that it was published (version-unsealed): somebody "
        + "wrote it there by hand"
    case .notPrepared: "the service is not ready yet"
    case .planOutdated(let plan):
      "something changed since the plan was made, so nothing was done; look at the new plan \(plan) first"
    case .workflowUnknown(let key, let version): "workflow \(key) \(version) is not known"
    case .approvalLapsed(let why): why
    case .keyMissing(let name): "the keyring has no key \(name)"
    case .keysOther(let names):
      "the keyring has another key of the name \(names.joined(separator: ", ")) than the one by which cases are wrapped: put the keyring of this "
        + "installation back; a key that was lost cannot be made again"
    case .secretOther:
      "the secret of the keyring is another one than that by which the directory is sealed: put the keyring of this installation back"
    case .keyringMissing: "the settings of administrators are to be sealed: give the keyring (keyring.file)"
    case .corrupt(let what): "unreadable or damaged: \(what)"
    case .laterRelease(let what): "a later release wrote what this one does not know: \(what)"
    case .movableClock(true): "the database has a clock that can be moved: it is for local use only"
    case .movableClock(false): "the database has no clock that can be moved: it was not made for local use"
    case .contended: "too many commands on the same case at once"
    }
  }

  public var debugDescription: String {
    if case .database(let error) = self { error.debugDescription } else { description }
  }
}

extension Doctor.Code {
  /// What has to be so. `docs/operations/running.md` has the same words.
  public var subject: String {
    switch self {
    case .settings: "every setting is there, can be read, and is fit for real use"
    case .settingsFile: "nobody else on this machine can change the file with settings"
    case .secretFiles: "the files with secrets can be read, by this account and not by everyone"
    case .keyring: "the keyring opens"
    case .keysOfCases: "the keyring is the one of this installation, and has the keys of all cases"
    case .keyringRecord: "the keys of the keyring are on record, and a second person confirmed them"
    case .ownCertificate: "http.certificate can be read, fits http.key, and holds for 30 days more"
    case .authorities: "the certificates that others are held against can be read, and hold for 30 days more"
    case .serverCertificates: "the certificates that other servers show hold for 30 days more"
    case .workflowFolder: "the workflows in the folder are sound"
    case .publishedWorkflows:
      "none of them was published with another text or waits for its approval, and no newer version is followed"
    case .readableWorkflows: "an instance that runs on this machine can read every version that was published"
    case .databaseConnection: "the database lets the service in"
    case .databaseEncryption: "it is reached over TLS or within this machine"
    case .databaseVersion: "it is PostgreSQL 15 or newer"
    case .databasePrimary: "it is the server that takes changes"
    case .databaseSessions: "a connection keeps its session"
    case .databaseRole: "the role has the rights of casusregie_service, and may not change the schema"
    case .databaseSchema: "the schema is the one of this program, and whole"
    case .localClock: "the clock of the service cannot be moved"
    case .databaseClock: "its clock and that of this machine agree to a second"
    case .databaseCharacters: "it keeps every character that people write"
    case .databaseDurability: "what it confirmed survives a power cut"
    case .databaseStandby: "when database.url names several servers, a synchronous standby has what is confirmed"
    case .databaseConnections: "there is room for the connections of two instances"
    case .brokerConnection: "the broker lets the service in"
    case .brokerEncryption: "it is reached over TLS or within this machine"
    case .brokerVersion: "it is RabbitMQ 3.10 or newer, and one that was tried"
    case .brokerPublish: "the service may send events, and the broker takes them"
    case .brokerRead: "the service may read commands"
    case .brokerManagement: "the management API answers, and takes the administrator"
    case .brokerAlarms:
      "the virtual host is there, and no node of the broker is short of memory or disk, cut off or down"
    case .brokerMonitor: "the user of broker.monitor sees the channels of partners"
    case .issuers: "the issuers of access tokens are described as they must be"
    case .issuerKeys: "each issuer gives its description and its keys"
    case .issuerClock: "the clock of each issuer and that of this machine agree"
    case .metrics: "operators can read the metrics"
    case .collector: "the collector takes traces"
    case .disk: "there is disk space for database, broker and backups"
    }
  }
}

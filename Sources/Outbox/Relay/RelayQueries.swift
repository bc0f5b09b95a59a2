import Postgres

/// The statements of the relay. Leases and waits are lengths of time, so they go by the server's own clock and not by
/// `service_now()`, which can be moved.
///
/// What waits for a number is asked for as a range of `outbox_waiting`, the pair after the mark up to the end of the organisation.
/// With an equality PostgreSQL knows that the organisation is the same in all rows, takes the primary key for the order of
/// ids, and reads the events of all organisations.
enum RelayQueries {
  /// A lease or a mark that is lost in a crash of the server does no harm, so nobody waits for it to reach the disk.
  static let withoutFlush = PreparedQuery("select set_config('synchronous_commit', 'off', true)")

  /// PostgreSQL guesses that a batch has many rows when it does not know the numbers, plans ``number`` anew each time to know them, and
  /// comes to the same plan: that took longer than the statement. This takes no number of a transaction and reads no row, so what
  /// ``number`` asks of its transaction holds.
  static let withKnownPlan = PreparedQuery("select set_config('plan_cache_mode', 'force_generic_plan', true)")

  /// Takes the recipient that was served longest ago. $1 token, $2 length of the lease in milliseconds. Not to wait for the
  /// disk is a part of it here, done when a row is taken: an idle relay gives this statement alone.
  static let claim = PreparedQuery(
    """
    update recipient
    set lease = $1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
    where organisation = (
      select organisation from recipient candidate
      where leased_until <= clock_timestamp() and retry_at <= clock_timestamp()
        and (confirmed_sequence < last_sequence
          or (
            select id from outbox
            where (outbox.organisation, id) > (candidate.organisation, candidate.low_water_mark)
              and outbox.organisation <= candidate.organisation and sequence is null
            order by outbox.organisation, id limit 1) is not null)
      order by leased_until
      limit 1 for update skip locked)
    returning organisation, queue, confirmed_sequence, failures, epoch, epoch_start,
      (select (epoch.system_identifier, epoch.timeline) = (cluster.system_identifier, current_timeline())
        from epoch, pg_control_system() cluster where epoch.name = recipient.epoch),
      (select set_config('synchronous_commit', 'off', true))
    """
  )

  /// All that goes between two batches, in one statement and one transaction: marks the former one as confirmed, keeps
  /// the lease, raises the low-water mark, and gives the next events: those that have numbers already and were not confirmed, or
  /// else new ones with the numbers they get here. Without a row in the answer the lease is lost and nothing was done; it is also
  /// lost when the numbers in hand are unknown here, after a standby that did not have them took over;
  /// without an event in the only row there is nothing to tell.
  ///
  /// Nothing that takes a transaction number goes before it in its transaction: the number that it returns has to be younger than its
  /// snapshot.
  /// The batch size is a constant, not a parameter, so that the planner knows how few rows it joins.
  ///
  /// $1 token, $2 organisation, $3 last confirmed number, $4 last number in hand, $5 length of the lease in milliseconds,
  /// $6 and $7 the mark (``LowWaterMarks``), $8 whether the lease ends when there is nothing to tell.
  static let number = PreparedQuery(
    """
    with mine as (
      select last_sequence, low_water_mark from recipient
      where organisation = $2 and lease = $1 and last_sequence >= $4 for update
    ), told as (
      select sent.* from mine cross join lateral (
        select id, sequence from outbox where organisation = $2 and sequence > $4 order by sequence limit 500) sent
    ), fresh as (
      select waiting.id, mine.last_sequence + row_number() over (order by waiting.id) as sequence
      from mine cross join lateral (
        select id from outbox
        where (organisation, id) > ($2, mine.low_water_mark) and organisation <= $2 and sequence is null
          and not exists (select from told)
        order by organisation, id limit 500) waiting
    ), found as (
      select count(*) as count, max(id) as last,
        $7 <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint and not exists (select from told) as is_of_age
      from fresh
    ), numbered as (
      update outbox set sequence = fresh.sequence from fresh where outbox.id = fresh.id
      returning event_id, outbox.sequence, subject, event, recorded_at, causation, content,
        asks_acknowledgement, for_receipt
    ), batch as (
      select * from numbered
      union all
      select event_id, told.sequence, subject, event, recorded_at, causation, content, asks_acknowledgement, for_receipt
      from told join outbox using (id)
    ), kept as (
      update recipient
      set last_sequence = recipient.last_sequence + found.count,
        confirmed_sequence = greatest(confirmed_sequence, $3),
        failures = case when $3 > confirmed_sequence then 0 else failures end,
        -- A full batch may have left rows behind that are below the mark.
        low_water_mark = case when is_of_age then
          greatest(recipient.low_water_mark, least($6, case when found.count = 500 then found.last else $6 end))
          else recipient.low_water_mark end,
        lease = case when $8 and found.count = 0 and not exists (select from told) then null else lease end,
        leased_until = case when $8 and found.count = 0 and not exists (select from told) then clock_timestamp()
          else clock_timestamp() + $5 * interval '1 millisecond' end
      from mine, found
      where organisation = $2
      returning pg_current_xact_id()::text::bigint as transaction, found.last, coalesce(is_of_age, false) as is_of_age
    )
    select service_now(), kept.transaction, kept.last, kept.is_of_age,
      event_id, sequence, subject, event, recorded_at, causation, content, asks_acknowledgement, for_receipt
    from kept left join batch on true
    order by sequence
    """
  )

  /// With a new epoch all are told soon how far they were told: a partner that has nothing else to hear would count on in the
  /// former one.
  static let followHistory = PreparedQuery(
    """
    with begun as materialized (select follow_history() as name),
      due as (update standing set told_at = 'epoch' from begun where begun.name is not null)
    select name from begun
    """
  )
  static let beginEpoch = PreparedQuery(
    """
    with begun as materialized (select begin_epoch() as name),
      due as (update standing set told_at = 'epoch' from begun where begun.name is not null)
    select name from begun
    """
  )

  /// $1 token, $2 organisation, $3 length of the lease in milliseconds.
  static let renew = PreparedQuery(
    """
    update recipient set leased_until = clock_timestamp() + $3 * interval '1 millisecond'
    where organisation = $2 and lease = $1
    returning organisation
    """
  )

  /// $1 token, $2 organisation, $3 last confirmed number.
  static let release = PreparedQuery(
    """
    update recipient
    set confirmed_sequence = greatest(confirmed_sequence, $3),
      failures = case when $3 > confirmed_sequence then 0 else failures end,
      lease = null, leased_until = clock_timestamp()
    where organisation = $2 and lease = $1
    returning failures
    """
  )

  /// $1 token, $2 organisation, $3 last confirmed number, $4 how many failures in a row there were, $5 for how many milliseconds
  /// nobody tries again, $6 why.
  static let backOff = PreparedQuery(
    """
    update recipient
    set confirmed_sequence = greatest(confirmed_sequence, $3),
      failures = $4,
      retry_at = clock_timestamp() + $5 * interval '1 millisecond',
      trouble = $6,
      lease = null, leased_until = clock_timestamp()
    where organisation = $2 and lease = $1
    returning failures
    """
  )
}

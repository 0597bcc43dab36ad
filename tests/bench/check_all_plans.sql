-- Every rule of the money in 2023-25, for all plans at once, in one statement by hand.
-- Gives (version, rule, outcome, row, column, subject, year). Parameters: version ids, edition.
WITH plan AS MATERIALIZED (
    SELECT v.id AS version, s.board_id AS board, b.two_tier, s.collection_id AS collection
    FROM submissions_version v
    JOIN submissions_submission s ON s.id = v.submission_id
    JOIN boards_board b ON b.id = s.board_id
    WHERE v.id = ANY(%(versions)s)
),
source AS MATERIALIZED (
    SELECT id, key, mandatory, published FROM schemes_fundingsource WHERE edition_id = %(edition)s
),
year AS (SELECT unnest(ARRAY['2023-24', '2024-25']) AS year),

-- Income: a row for each line and year.
given AS MATERIALIZED (
    SELECT l.version_id AS version, l.id, l.uid, l.position, s.key AS source, l.contributor_id,
           l.breakdown, l.comment, s.mandatory, y.year, a.amount
    FROM plan p
    JOIN schemes_fundingline l ON l.version_id = p.version
    JOIN source s ON s.id = l.source_id
    CROSS JOIN year y
    LEFT JOIN schemes_fundingyear a ON a.line_id = l.id AND a.year = y.year
),
income AS MATERIALIZED (
    SELECT p.version, p.board, p.two_tier, s.key AS source, s.mandatory, s.published, y.year,
           count(g.id) AS lines,
           (array_agg(g.uid ORDER BY g.position, g.id))[1]::text AS first_row,
           coalesce(bool_or(g.comment <> ''), false) AS commented,
           CASE WHEN count(g.id) = 0 AND s.mandatory THEN NULL
                WHEN count(g.id) > count(g.amount) THEN NULL
                ELSE coalesce(sum(g.amount), 0) END AS amount
    FROM plan p CROSS JOIN source s CROSS JOIN year y
    LEFT JOIN given g ON g.version = p.version AND g.source = s.key AND g.year = y.year
                     AND NOT g.breakdown
    GROUP BY p.version, p.board, p.two_tier, s.key, s.mandatory, s.published, y.year
),
parts AS (
    SELECT version, source, year, count(*) AS lines,
           CASE WHEN count(*) > count(amount) THEN NULL ELSE sum(amount) END AS amount
    FROM given WHERE breakdown AND source = 'dfg' GROUP BY version, source, year
),

-- What was published, newest first.
allocation AS MATERIALIZED (
    SELECT DISTINCT ON (a.board_id, a.fund, a.contributor_id, a.year)
           a.board_id AS board, a.fund, a.contributor_id, a.year, a.amount, a.previous_amount,
           a.uplift_percent, o.kind
    FROM editions_allocation a LEFT JOIN boards_organisation o ON o.id = a.contributor_id
    WHERE a.board_id IN (SELECT board FROM plan) AND a.year IN (SELECT year FROM year)
    ORDER BY a.board_id, a.fund, a.contributor_id, a.year, a.published_on DESC, a.id DESC
),
contribution AS MATERIALIZED (
    SELECT coalesce(g.version, p.version) AS version, coalesce(g.source, a.fund) AS source,
           coalesce(g.year, a.year) AS year, coalesce(g.contributor_id, a.contributor_id) AS payer,
           g.first_row, g.amount AS planned, a.amount AS published
    FROM (
        SELECT version, source, year, contributor_id,
               (array_agg(uid ORDER BY position, id))[1]::text AS first_row,
               CASE WHEN count(*) > count(amount) THEN NULL ELSE sum(amount) END AS amount
        FROM given WHERE NOT breakdown GROUP BY version, source, year, contributor_id
    ) g
    FULL JOIN (
        SELECT p.version, a.* FROM plan p JOIN allocation a ON a.board = p.board
        WHERE a.contributor_id IS NOT NULL AND a.kind <> 'district'
          AND a.fund IN (SELECT key FROM source)
    ) a ON a.version = g.version AND a.fund = g.source AND a.year = g.year
       AND a.contributor_id = g.contributor_id
    LEFT JOIN plan p ON p.version = a.version
),
published AS MATERIALIZED (
    SELECT i.version, i.source, i.year,
           coalesce(w.amount, CASE WHEN bool_and(c.published IS NOT NULL) THEN sum(c.published) END)
               AS amount,
           bool_or(w.amount IS NOT NULL) AS whole, count(c.version) AS payers,
           bool_or(c.first_row IS NULL) AS lineless
    FROM income i
    LEFT JOIN contribution c ON c.version = i.version AND c.source = i.source AND c.year = i.year
    LEFT JOIN allocation w ON w.board = i.board AND w.fund = i.source AND w.year = i.year
                          AND w.contributor_id IS NULL
    GROUP BY i.version, i.source, i.year, w.amount
),

-- The shares of each ICB's boards.
share AS (
    SELECT icb, board, year, CASE WHEN bool_or(amount IS NULL) THEN NULL ELSE sum(amount) END AS amount
    FROM (
        SELECT l.contributor_id AS icb, n.board_id AS board, y.year, a.amount
        FROM (
            SELECT DISTINCT ON (v.submission_id) v.id, s.board_id
            FROM submissions_version v JOIN submissions_submission s ON s.id = v.submission_id
            WHERE s.collection_id IN (SELECT collection FROM plan)
            ORDER BY v.submission_id, v.number DESC
        ) n
        JOIN schemes_fundingline l ON l.version_id = n.id AND NOT l.breakdown
        JOIN schemes_fundingsource f ON f.id = l.source_id AND f.key = 'disch_icb'
        CROSS JOIN year y
        LEFT JOIN schemes_fundingyear a ON a.line_id = l.id AND a.year = y.year
        WHERE l.contributor_id IS NOT NULL
    ) taken GROUP BY icb, board, year
),
waited AS (
    SELECT k.organisation_id AS icb, k.board_id AS board, y.year
    FROM boards_boardlink k CROSS JOIN year y
    WHERE (k.share_of_board IS NULL OR k.share_of_board >= 0.01)
      AND k.active_from <= (left(y.year, 4) || '-04-01')::date
      AND (k.active_to IS NULL OR k.active_to >= (left(y.year, 4) || '-04-01')::date)
),
pot AS (
    SELECT t.icb, t.year, p.amount AS published,
           CASE WHEN bool_or(s.amount IS NULL) THEN NULL ELSE sum(s.amount) END AS taken
    FROM (SELECT icb, board, year FROM waited UNION SELECT icb, board, year FROM share) t
    LEFT JOIN share s ON s.icb = t.icb AND s.board = t.board AND s.year = t.year
    LEFT JOIN (
        SELECT DISTINCT ON (contributor_id, year) contributor_id, year, amount
        FROM editions_allocation WHERE board_id IS NULL AND fund = 'disch_icb'
        ORDER BY contributor_id, year, published_on DESC, id DESC
    ) p ON p.contributor_id = t.icb AND p.year = t.year
    GROUP BY t.icb, t.year, p.amount
),

-- Expenditure: a row for each line, with both years beside each other.
line AS MATERIALIZED (
    SELECT l.version_id AS version, l.id, l.uid::text AS uid, l.position, s.key AS source,
           l.scheme_id, c.code, c.name, l.description, l.scheme_type_id, t.key AS type,
           t.asks_outputs AS asks, l.sub_type_id, u.key AS sub_type, u.scheme_type_id AS sub_type_of,
           a.key AS area, m.key AS commissioner, l.nhs_share, l.provider_id, l.source_id,
           y1.amount AS amount1, y1.output AS output1, y2.amount AS amount2, y2.output AS output2,
           CASE m.key WHEN 'nhs' THEN 100 WHEN 'la' THEN 0 WHEN 'joint' THEN l.nhs_share END AS share
    FROM plan p
    JOIN schemes_expenditureline l ON l.version_id = p.version
    LEFT JOIN source s ON s.id = l.source_id
    LEFT JOIN schemes_scheme c ON c.id = l.scheme_id
    LEFT JOIN schemes_schemetype t ON t.id = l.scheme_type_id
    LEFT JOIN schemes_subtype u ON u.id = l.sub_type_id
    LEFT JOIN editions_choice a ON a.id = l.area_of_spend_id
    LEFT JOIN editions_choice m ON m.id = l.commissioner_id
    LEFT JOIN schemes_lineyear y1 ON y1.line_id = l.id AND y1.year = '2023-24'
    LEFT JOIN schemes_lineyear y2 ON y2.line_id = l.id AND y2.year = '2024-25'
),
spend AS MATERIALIZED (
    SELECT l.version, l.source, y.year, sum(x.amount) AS amount,
           sum(x.amount) FILTER (WHERE l.area = 'social-care') AS care,
           sum(x.amount) FILTER (WHERE l.area IS NULL) AS no_area,
           sum(x.amount * l.share) FILTER (WHERE l.area <> 'acute') AS outside,
           sum(x.amount * coalesce(l.share, 100))
               FILTER (WHERE l.area IS NULL OR l.area <> 'acute') AS outside_most
    FROM line l
    CROSS JOIN LATERAL (VALUES ('2023-24', l.amount1), ('2024-25', l.amount2)) x (year, amount)
    JOIN year y ON y.year = x.year
    WHERE x.amount IS NOT NULL
    GROUP BY l.version, l.source, y.year
),
used AS (
    SELECT i.version, i.source, i.year, i.amount AS income, coalesce(s.amount, 0) AS spending
    FROM income i
    LEFT JOIN spend s ON s.version = i.version AND s.source = i.source AND s.year = i.year
    WHERE i.mandatory OR i.lines > 0 OR coalesce(s.amount, 0) <> 0
),
minimum AS (
    SELECT p.version, m.key, y.year, a.amount AS required, a.previous_amount AS previous,
           coalesce(a.uplift_percent, CASE WHEN y.year = '2023-24' THEN 5.66 END) AS uplift,
           CASE m.key WHEN 'asc_min' THEN coalesce(s.care, 0)
                      ELSE coalesce(s.outside, 0) / 100 END AS low,
           CASE m.key WHEN 'asc_min' THEN coalesce(s.care, 0) + coalesce(s.no_area, 0)
                      ELSE coalesce(s.outside_most, 0) / 100 END AS high
    FROM plan p CROSS JOIN year y
    JOIN schemes_requiredminimum m ON m.edition_id = %(edition)s
    LEFT JOIN spend s ON s.version = p.version AND s.source = 'min_nhs' AND s.year = y.year
    LEFT JOIN allocation a ON a.board = p.board AND a.fund = m.key AND a.year = y.year
                          AND a.contributor_id IS NULL
),
met AS (
    SELECT *, CASE WHEN low >= required THEN 'holds' WHEN high < required THEN 'fails'
                   ELSE 'unknown' END AS outcome
    FROM minimum
),
said AS (
    SELECT a.version_id AS version, a.row, q.key FROM answers_answer a
    JOIN editions_question q ON q.id = a.question_id
    WHERE a.version_id = ANY(%(versions)s) AND q.key IN ('scheme_type_other', 'area_other')
),
older_name AS (
    SELECT DISTINCT n.id FROM schemes_scheme n
    JOIN schemes_scheme o ON o.version_id = n.version_id AND o.code = n.code AND o.id < n.id
    WHERE n.version_id = ANY(%(versions)s) AND n.code <> '' AND n.name <> '' AND o.name <> ''
      AND o.name <> n.name
),
typed AS (SELECT DISTINCT scheme_type_id AS id FROM schemes_subtype),
said_of_lines AS MATERIALIZED (
    SELECT l.version, l.uid, l.position, l.id, array_remove(ARRAY[
        CASE WHEN coalesce(l.code, '') = '' THEN 'R-EXP-003 fails scheme_code ' END,
        CASE WHEN coalesce(l.name, '') = '' THEN 'R-EXP-003 fails scheme_name ' END,
        CASE WHEN l.description = '' THEN 'R-EXP-003 fails description ' END,
        CASE WHEN l.scheme_type_id IS NULL THEN 'R-EXP-003 fails scheme_type ' END,
        CASE WHEN l.area IS NULL THEN 'R-EXP-003 fails area_of_spend ' END,
        CASE WHEN l.provider_id IS NULL THEN 'R-EXP-003 fails provider ' END,
        CASE WHEN l.source_id IS NULL THEN 'R-EXP-003 fails source ' END,
        CASE WHEN l.amount1 IS NULL THEN 'R-EXP-003 fails amount_2023-24 2023-24' END,
        CASE WHEN l.amount2 IS NULL THEN 'R-EXP-003 fails amount_2024-25 2024-25' END,
        CASE WHEN l.sub_type_id IS NULL AND l.scheme_type_id IN (SELECT id FROM typed)
            THEN 'R-EXP-004 fails sub_type ' END,
        CASE WHEN l.sub_type_of <> l.scheme_type_id THEN 'R-EXP-004 fails sub_type ' END,
        CASE WHEN l.scheme_type_id IS NULL THEN 'R-EXP-004 unknown scheme_type ' END,
        CASE WHEN l.type = 'other' AND st.row IS NULL
            THEN 'R-EXP-005 fails scheme_type_other ' END,
        CASE WHEN l.scheme_type_id IS NULL THEN 'R-EXP-005 unknown scheme_type ' END,
        CASE WHEN l.sub_type = 'other'
                  AND (l.description = '' OR upper(l.description) = upper(l.name))
            THEN 'R-EXP-006 fails description ' END,
        CASE WHEN l.sub_type_id IS NULL AND (l.scheme_type_id IS NULL
                  OR l.scheme_type_id IN (SELECT id FROM typed))
            THEN 'R-EXP-006 unknown sub_type ' END,
        CASE WHEN l.area = 'other' AND sa.row IS NULL THEN 'R-EXP-007 fails area_other ' END,
        CASE WHEN l.area IS NULL THEN 'R-EXP-007 unknown area_of_spend ' END,
        CASE WHEN l.commissioner = 'joint' AND l.nhs_share IS NULL
            THEN 'R-EXP-008 fails nhs_share ' END,
        CASE WHEN l.commissioner IS NULL THEN 'R-EXP-008 unknown commissioner ' END,
        CASE WHEN l.commissioner <> 'joint' AND l.nhs_share IS NOT NULL
            THEN 'R-EXP-009 fails nhs_share ' END,
        CASE WHEN l.commissioner IS NULL THEN 'R-EXP-009 unknown commissioner ' END,
        CASE WHEN l.asks AND l.amount1 > 0 AND coalesce(l.output1, 0) = 0
                  OR NOT l.asks AND l.output1 IS NOT NULL
            THEN 'R-EXP-010 fails output_2023-24 2023-24' END,
        CASE WHEN l.asks AND l.amount2 > 0 AND coalesce(l.output2, 0) = 0
                  OR NOT l.asks AND l.output2 IS NOT NULL
            THEN 'R-EXP-010 fails output_2024-25 2024-25' END,
        CASE WHEN l.scheme_type_id IS NULL THEN 'R-EXP-010 unknown scheme_type ' END,
        CASE WHEN l.asks AND l.amount1 IS NULL AND coalesce(l.output1, 0) = 0
            THEN 'R-EXP-010 unknown amount_2023-24 ' END,
        CASE WHEN l.asks AND l.amount2 IS NULL AND coalesce(l.output2, 0) = 0
            THEN 'R-EXP-010 unknown amount_2024-25 ' END,
        CASE WHEN l.amount1 = 0 AND l.amount2 = 0 THEN 'R-EXP-012 fails amount_2023-24 ' END,
        CASE WHEN l.amount1 IS NULL AND coalesce(l.amount2, 0) = 0
            THEN 'R-EXP-012 unknown amount_2023-24 ' END,
        CASE WHEN l.amount2 IS NULL AND coalesce(l.amount1, 0) = 0
            THEN 'R-EXP-012 unknown amount_2024-25 ' END,
        CASE WHEN l.scheme_id IN (SELECT id FROM older_name)
            THEN 'R-EXP-014 fails scheme_name ' END,
        CASE WHEN coalesce(l.code, '') = '' THEN 'R-EXP-014 unknown scheme_code ' END
    ], NULL) AS said
    FROM line l
    LEFT JOIN said st ON st.version = l.version AND st.row = l.uid AND st.key = 'scheme_type_other'
    LEFT JOIN said sa ON sa.version = l.version AND sa.row = l.uid AND sa.key = 'area_other'
),
told_of_lines AS MATERIALIZED (
    SELECT version, uid, position, id, split_part(x, ' ', 1) AS rule, split_part(x, ' ', 2) AS outcome,
           split_part(x, ' ', 3) AS cell, split_part(x, ' ', 4) AS year
    FROM said_of_lines, unnest(said) x WHERE said <> '{}'
),
told AS MATERIALIZED (
    SELECT version, rule, outcome, uid, cell, year FROM told_of_lines WHERE outcome = 'fails'
    UNION ALL
    (SELECT DISTINCT ON (version, rule, cell) version, rule, outcome, uid, cell, year
     FROM told_of_lines WHERE outcome = 'unknown'
     ORDER BY version, rule, cell, position, id)
    UNION ALL
    SELECT version, 'R-INC-004', 'fails', uid::text, 'contributor', '' FROM given
    WHERE NOT mandatory AND contributor_id IS NULL AND year = '2023-24'
    UNION ALL
    SELECT version, 'R-INC-004', 'fails', uid::text, 'comment', '' FROM given
    WHERE NOT mandatory AND comment = '' AND year = '2023-24'
    UNION ALL
    SELECT version, 'R-INC-008', 'fails', uid::text, 'amount_' || year, year
    FROM given WHERE amount IS NULL
    UNION ALL
    SELECT l.version_id, 'R-INC-010', 'fails', l.uid::text, 'source', ''
    FROM schemes_fundingline l
    JOIN schemes_fundingsource f ON f.id = l.source_id
    WHERE l.version_id = ANY(%(versions)s) AND f.edition_id <> %(edition)s
),
suspect AS (
    SELECT version, first_row, source, year FROM contribution
    WHERE published > 0 AND planned BETWEEN published * 0.0005 AND published * 0.002
),
by_type AS (
    SELECT p.version,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (WHERE l.source = 'dfg') AS dfg,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (
               WHERE l.source = 'dfg' AND l.type NOT IN ('dfg-related-schemes',
                   'housing-related-schemes', 'assistive-technologies-and-equipment')) AS elsewhere,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (
               WHERE l.source = 'dfg' AND l.type IS NULL) AS untyped,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (
               WHERE l.source = 'min_nhs' AND l.type = 'carers-services') AS carers,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (
               WHERE l.source = 'min_nhs' AND l.type IS NULL) AS nhs_untyped,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (WHERE l.source = 'ibcf') AS ibcf,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) FILTER (
               WHERE l.source IN ('disch_la', 'disch_icb')) AS discharge,
           sum(coalesce(l.amount1, 0) + coalesce(l.amount2, 0)) AS everything
    FROM plan p LEFT JOIN line l ON l.version = p.version GROUP BY p.version
)

SELECT version, rule, outcome, uid, cell, '', year FROM told
UNION ALL
SELECT p.version, r.rule, 'holds', '', '', '', ''
FROM plan p
CROSS JOIN unnest(ARRAY['R-EXP-003', 'R-EXP-004', 'R-EXP-005', 'R-EXP-006', 'R-EXP-007', 'R-EXP-008',
    'R-EXP-009', 'R-EXP-010', 'R-EXP-012', 'R-EXP-013', 'R-EXP-014']) r (rule)
WHERE EXISTS (SELECT FROM line l WHERE l.version = p.version)
  AND NOT EXISTS (SELECT FROM told t WHERE t.version = p.version AND t.rule = r.rule)
UNION ALL
SELECT p.version, r.rule, 'holds', '', '', '', ''
FROM plan p CROSS JOIN unnest(ARRAY['R-INC-004', 'R-INC-008', 'R-INC-010']) r (rule)
WHERE EXISTS (SELECT FROM given g WHERE g.version = p.version)
  AND NOT EXISTS (SELECT FROM told t WHERE t.version = p.version AND t.rule = r.rule)
UNION ALL
SELECT c.version, 'R-INC-001',
       CASE WHEN c.planned < c.published THEN 'fails' WHEN c.planned >= c.published THEN 'holds'
            ELSE 'unknown' END,
       coalesce(c.first_row, ''), 'amount_' || c.year, c.source, c.year
FROM contribution c JOIN source s ON s.key = c.source WHERE s.published = 'at_least'
UNION ALL
SELECT i.version, 'R-INC-001',
       CASE WHEN i.lines = 0 OR u.lineless THEN 'unknown' WHEN i.amount < u.amount THEN 'fails'
            WHEN i.amount >= u.amount THEN 'holds' ELSE 'unknown' END,
       coalesce(i.first_row, ''), 'amount_' || i.year, i.source, i.year
FROM income i JOIN published u USING (version, source, year)
WHERE i.published = 'at_least' AND (u.payers <> 1 OR u.whole)
UNION ALL
SELECT i.version, CASE i.source WHEN 'disch_la' THEN 'R-INC-003' ELSE 'R-INC-002' END,
       CASE WHEN i.amount = u.amount THEN 'holds' WHEN i.amount <> u.amount THEN 'fails'
            ELSE 'unknown' END,
       coalesce(i.first_row, ''), 'amount_' || i.year, i.source, i.year
FROM income i JOIN published u USING (version, source, year) WHERE i.published = 'exact'
UNION ALL
SELECT c.version, 'R-INC-003',
       CASE WHEN c.planned IS NULL THEN 'unknown' WHEN t.taken = t.published THEN 'holds'
            WHEN t.taken <> t.published THEN 'fails' ELSE 'unknown' END,
       coalesce(c.first_row, ''), 'amount_' || c.year, c.source, c.year
FROM contribution c LEFT JOIN pot t ON t.icb = c.payer AND t.year = c.year
WHERE c.source = 'disch_icb'
UNION ALL
SELECT i.version, 'R-INC-003', 'unknown', '', 'amount_' || i.year, i.source, i.year
FROM income i JOIN published u USING (version, source, year)
WHERE i.source = 'disch_icb' AND u.payers = 0
UNION ALL
SELECT i.version, r.rule,
       CASE WHEN r.rule = 'R-INC-005' AND d.lines IS NULL THEN 'fails'
            WHEN i.amount IS NULL OR (d.lines > 0 AND d.amount IS NULL) THEN 'unknown'
            WHEN r.rule = 'R-INC-005' AND d.amount <> i.amount THEN 'fails'
            WHEN r.rule = 'R-INC-006' AND coalesce(d.amount, 0) < i.amount AND NOT i.commented
                THEN 'fails'
            ELSE 'holds' END,
       coalesce(i.first_row, ''), 'amount_' || i.year, i.source, i.year
FROM income i
LEFT JOIN parts d ON d.version = i.version AND d.year = i.year
CROSS JOIN unnest(ARRAY['R-INC-005', 'R-INC-006']) r (rule)
WHERE i.source = 'dfg' AND i.two_tier
UNION ALL
SELECT version, 'R-INC-007', CASE WHEN bool_or(amount IS NULL) THEN 'unknown' ELSE 'holds' END,
       '', '', '', year
FROM income GROUP BY version, year
UNION ALL
SELECT version, 'R-INC-009', 'fails', first_row, 'amount_' || year, source, year FROM suspect
UNION ALL
SELECT p.version, 'R-INC-009',
       CASE WHEN EXISTS (SELECT FROM contribution c WHERE c.version = p.version
                         AND c.planned IS NOT NULL AND c.published IS NOT NULL)
            THEN 'holds' ELSE 'unknown' END, '', '', '', ''
FROM plan p WHERE NOT EXISTS (SELECT FROM suspect s WHERE s.version = p.version)
UNION ALL
SELECT version, 'R-EXP-001',
       CASE WHEN income IS NULL THEN 'unknown' WHEN income = spending THEN 'holds' ELSE 'fails' END,
       '', '', source, year FROM used
UNION ALL
SELECT version, 'R-EXP-002',
       CASE WHEN income IS NULL THEN 'unknown' WHEN income >= spending THEN 'holds' ELSE 'fails' END,
       '', '', source, year FROM used
UNION ALL
SELECT version, 'R-EXP-015', 'holds', '', '', '', '' FROM by_type WHERE everything > 0
UNION ALL
SELECT version, 'R-EXP-016',
       CASE WHEN elsewhere > 0 THEN 'fails' WHEN untyped > 0 THEN 'unknown' ELSE 'holds' END,
       '', '', 'dfg', '' FROM by_type WHERE dfg > 0
UNION ALL
SELECT version, 'R-EXP-017', 'unknown', '', '', 'dfg', '' FROM by_type WHERE dfg > 0
UNION ALL
SELECT version, 'R-EXP-018', 'unknown', '', '', 'ibcf', '' FROM by_type WHERE ibcf > 0
UNION ALL
SELECT version, 'R-EXP-020', 'unknown', '', '', 'disch_la', '' FROM by_type WHERE discharge > 0
UNION ALL
SELECT version, 'R-EXP-024',
       CASE WHEN carers > 0 THEN 'holds' WHEN nhs_untyped > 0 THEN 'unknown' ELSE 'fails' END,
       '', '', 'min_nhs', '' FROM by_type
UNION ALL
SELECT version, CASE key WHEN 'asc_min' THEN 'R-MIN-001' ELSE 'R-MIN-003' END, outcome,
       '', '', key, year FROM met
UNION ALL
SELECT version, 'R-MIN-007', outcome, '', '', key, year FROM met
UNION ALL
SELECT version, CASE key WHEN 'asc_min' THEN 'R-MIN-002' ELSE 'R-MIN-004' END,
       CASE WHEN low = high THEN 'holds' ELSE 'unknown' END, '', '', key, year FROM met
UNION ALL
SELECT version, 'R-MIN-006', 'holds', '', '', key, year FROM met WHERE required IS NOT NULL
UNION ALL
SELECT version, 'R-MIN-005',
       CASE WHEN required IS NULL OR previous IS NULL OR uplift IS NULL THEN 'unknown'
            WHEN abs(required * 100 - previous * (100 + uplift)) <= previous * 0.05 THEN 'holds'
            ELSE 'fails' END, '', '', key, year
FROM met WHERE key = 'asc_min'

-- How many a packed histogram counts; an element is bucket × 2^24 + count.
CREATE FUNCTION "ratio_visits"(counts integer[]) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	total integer := 0;
	x integer;
BEGIN
	FOREACH x IN ARRAY counts LOOP
		total := total + x - (((x + 8388608) >> 24) << 24);
	END LOOP;
	RETURN total;
END
$$;--> statement-breakpoint
-- The bucket that nine tenths do not exceed (nearest rank); null of none. Elements are in the order of their buckets.
CREATE FUNCTION "ratio_p90"(counts integer[]) RETURNS smallint LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	above bigint := 0;
	x integer;
BEGIN
	FOREACH x IN ARRAY counts LOOP
		above := above + x - (((x + 8388608) >> 24) << 24);
	END LOOP;
	above := (above * 9 + 9) / 10;
	IF above <= 0 THEN
		RETURN NULL;
	END IF;
	FOREACH x IN ARRAY counts LOOP
		above := above - x + (((x + 8388608) >> 24) << 24);
		IF above <= 0 THEN
			RETURN (x + 8388608) >> 24;
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;--> statement-breakpoint
ALTER TABLE "dwell_ratios" ADD COLUMN "visits" integer GENERATED ALWAYS AS (ratio_visits(counts)) STORED,
	ADD COLUMN "p90" smallint GENERATED ALWAYS AS (ratio_p90(counts)) STORED;
